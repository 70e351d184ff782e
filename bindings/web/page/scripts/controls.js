// Enters: the core's lists of models, programs and dialects. Leaves: the settings of a question, as the controls say.

import { byId, element, setText } from './dom.js';
import { optionFields } from './options.js';

/** What stands among the programs for a prompt without markup. */
const TEXT = { name: 'text', title: 'None: plain text', about: 'Every character is text. Choose a program to read its markup, its weights and its rows.', options: [] };

/** The controls. `changed` is called when one of them says something else. */
export function controlsOf(settings, changed) {
  const [model, as, dialect, encoder, encoderLabel, about] = ['model', 'as', 'dialect', 'encoder', 'encoder-label', 'about'].map(byId);
  const programs = [TEXT, ...settings.programs];
  const programOf = (name) => programs.find((program) => program.name === name);
  const encodersOf = (name) => settings.models.find((one) => one.name === name)?.encoders ?? [];

  fill(model, settings.models.map(({ name, about: words }) => [name, `${name} · ${words}`]));
  fill(as, programs.map(({ name, title }) => [name, title]));
  fill(dialect, [['', 'the usual one'], ...settings.dialects.map(({ name, packages }) => [name, `${name} · ${packages}`])]);
  const fields = optionFields(settings, changed);
  const follow = () => {
    const program = programOf(as.value);
    fields.show(program?.options ?? []);
    setText(about, program?.about === program?.title ? '' : (program?.about ?? ''));
    about.hidden = about.textContent === '';
    const encoders = encodersOf(model.value);
    encoderLabel.hidden = encoders.length < 2;
    if (encoders.join() !== [...encoder.options].map(({ value }) => value).join()) fill(encoder, encoders.map((name) => [name, name]));
  };
  for (const control of [model, as, dialect, encoder]) control.addEventListener('change', changed);
  for (const control of [model, as]) control.addEventListener('change', follow);
  follow();

  return {
    /** What the controls say. */
    get settings() {
      return {
        model: model.value,
        as: as.value,
        dialect: dialect.value,
        encoder: Math.max(encoder.selectedIndex, 0),
        // What answers for one encoder only is asked about this one.
        encoderName: encoder.value,
        options: fields.values(),
      };
    },
    /** Sets those that are named and known; the others say what is usual. Returns the names that nobody knows. */
    set(wanted) {
      const unknown = [];
      const choose = (select, value, usual) => {
        const name = value ?? usual;
        if ([...select.options].some((option) => option.value === name)) select.value = name;
        else {
          unknown.push(name);
          select.value = usual;
        }
      };
      choose(model, wanted.model, 'sd1');
      choose(as, wanted.as, 'text');
      choose(dialect, wanted.dialect, '');
      follow();
      fields.set(wanted.options ?? {});
      return unknown;
    },
    programOf,
    /** Says which dialect is the usual one. */
    follow({ report, question }) {
      if (question.dialect === '') setText(dialect.options[0], `the usual one: ${report.dialect}`);
    },
  };
}

function fill(select, choices) {
  select.replaceChildren(...choices.map(([value, words]) => element('option', { value }, words)));
}
