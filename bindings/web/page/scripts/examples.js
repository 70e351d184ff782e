// Enters: nothing. Leaves: prompts from several communities, as buttons. The first one is shown when the page starts.

import { byId, element } from './dom.js';

export const EXAMPLES = [
  {
    label: 'Start',
    as: 'text',
    model: 'sd1',
    // An emoji in fragments, a curly quote and full-width letters: what CLIP's tokenizers disagree about.
    text: 'a photo of Himeji’s castle 🏯 at dawn, ＦＵＬＬ width, cherry blossoms',
  },
  {
    label: 'A1111 tags',
    as: 'a1111',
    model: 'sd1',
    text: 'masterpiece, best quality, (1girl:1.2), solo, long silver hair, ((intricate details)), [lowres], blue eyes, school uniform, cherry blossoms, <lora:add_detail:0.8>, depth of field, soft lighting, looking at viewer, upper body, wind, petals, highly detailed face\nBREAK\nbackground of a quiet street at dusk, lanterns, [rain:snow:0.5], film grain',
  },
  {
    label: 'ComfyUI',
    as: 'comfyui',
    model: 'sdxl',
    text: 'cinematic still of a (red fox:1.3) in deep snow, embedding:easynegative, volumetric light, (bokeh:0.8), 85mm, sharp focus',
  },
  {
    label: 'Long SDXL prose',
    as: 'text',
    model: 'sdxl',
    text: 'A sweeping cinematic photograph of an abandoned lighthouse on a basalt cliff at blue hour, its lamp still burning warm amber against heavy storm clouds, waves breaking in long white sheets below, a lone figure in a yellow raincoat walking up the worn stone stairs with a lantern, wet rocks reflecting the light, gulls scattered in the wind, distant ships on the horizon, shot on medium format film with fine grain, muted teal and amber palette, ultra detailed texture, natural atmosphere, quiet and lonely mood',
  },
  {
    label: '日本語',
    as: 'text',
    model: 'sd1',
    text: '桜の木の下で本を読む少女、夕暮れ、アニメ風、高品質 🌸',
  },
  {
    label: 'Mojibake',
    as: 'text',
    model: 'openai',
    text: 'a cafÃ© terrace at night, crÃ¨me brÃ»lÃ©e, itâ€™s raining',
  },
];

/** The buttons. `choose` gets the example. */
export function exampleButtons(choose) {
  const button = (example) => element('button', { type: 'button', click: () => choose(example) }, example.label);
  byId('examples').replaceChildren(...EXAMPLES.map(button));
}
