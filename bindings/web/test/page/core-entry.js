// Enters: a page that is open. Leaves: its module, at work under a name that tests can reach. The page itself shows it to nobody.

import { Core } from '../../js/module.mjs';
import { moduleBytes } from '../../page/scripts/module-bytes.js';

globalThis.coreOfThePage = moduleBytes().then((bytes) => Core.fromBytes(bytes));
