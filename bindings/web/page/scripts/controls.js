// Enters: the core's lists of models, programs and dialects. Leaves: the settings of a question, as the controls say.

import { byId, element, setText } from './dom.js';
import { optionFields } from './options.js';

/** The controls. `changed` is called when one of them says something else. */
export function controlsOf(settings, changed) {
  const [model, as, dialect, encoder, encoderLabel, about] = ['model', 'as', 'dialect', 'encoder', 'encoder-label', 'about'].map(byId);
  const programOf = (name) => settings.programs.find((program) => program.name === name);

  fill(model, settings.models.map(({ name, about: words }) => [name, `${name} · ${words}`]));
  fill(as, settings.programs.map(({ name, title }) => [name, title]));
  fill(dialect, [['', 'the usual one'], ...settings.dialects.map(({ name, about: words }) => [name, `${name} · ${words}`])]);
  const fields = optionFields(changed);
  const follow = () => {
    const program = programOf(as.value);
    fields.show(program?.options ?? []);
    setText(about, program?.about ?? '');
  };
  for (const control of [model, as, dialect, encoder]) control.addEventListener('change', changed);
  as.addEventListener('change', follow);
  follow();

  return {
    /** What the controls say. */
    get settings() {
      return {
        model: model.value,
        as: as.value,
        dialect: dialect.value,
        encoder: encoder.selectedIndex < 0 ? 0 : encoder.selectedIndex,
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
    /** Shows the encoders of a model that has two, and which dialect is the usual one. */
    follow({ report, question }) {
      const encoders = (report.encoders ?? []).map(({ model: name }) => name);
      encoderLabel.hidden = encoders.length < 2;
      const shown = [...encoder.options].map(({ value }) => value);
      if (encoders.join() !== shown.join()) fill(encoder, encoders.map((name) => [name, name]));
      if (question.dialect === '') setText(dialect.options[0], `the usual one: ${report.dialect}`);
    },
  };
}

function fill(select, choices) {
  select.replaceChildren(...choices.map(([value, words]) => element('option', { value }, words)));
}
