import { html, nothing, type TemplateResult } from 'lit';
import type { Portal } from '../portal.js';
import type { Target } from '../settings.js';
import { icon } from './icon.js';

interface Form {
  readonly name: 'hire' | 'thank' | 'rename';
  readonly title: string;
  readonly action: string;
  readonly fields: TemplateResult;
  /** Where it goes, and with what. */
  readonly command: (given: Given) => readonly [target: Target, path: string, body: object];
}

type Given = Readonly<Record<string, string>>;

/** Forms with which whoever tries the feed sees it move. */
export function panelView(portal: Portal): TemplateResult {
  const { words } = portal;
  return html`<details class="panel" ?open=${isWide()}>
    <summary><h2>${words.act}</h2></summary>
    <p class="hint">${words.actHint}</p>
    ${formView(portal, hireForm(portal))} ${formView(portal, thankForm(portal))}
    ${formView(portal, renameForm(portal))}
  </details>`;
}

function hireForm({ words, directory }: Portal): Form {
  return {
    name: 'hire',
    title: words.hire,
    action: words.doHire,
    fields: html`<label>${words.name}<input name="name" required maxlength="300" autocomplete="off" /></label>
      <label>${words.position}<input name="position" required maxlength="300" autocomplete="off" /></label>
      <label>${words.department}${choice('departmentId', words.noDepartment, directory.departments)}</label>`,
    command: ({ departmentId, ...given }) => [
      'employees',
      '/employees',
      { ...given, ...(departmentId && { departmentId }) },
    ],
  };
}

function thankForm({ words, directory, session }: Portal): Form {
  const others = new Map([...directory.people].filter(([id]) => id !== session.subject));
  return {
    name: 'thank',
    title: words.thank,
    action: words.doThank,
    fields: html`<label
        >${words.whom}${choice('to', others.size > 0 ? words.choose : words.nobody, others, true)}</label
      >
      <label>${words.forWhat}<textarea name="message" required maxlength="2000" rows="2"></textarea></label>`,
    command: ({ to, message }) => ['thanks', '/thanks', { from: session.subject, to: [to], message }],
  };
}

function renameForm({ words, directory }: Portal): Form {
  return {
    name: 'rename',
    title: words.rename,
    action: words.doRename,
    fields: html`<label
        >${words.whichDepartment}${choice('id', words.newDepartment, directory.departments)}</label
      >
      <label>${words.newName}<input name="name" required maxlength="300" autocomplete="off" /></label>`,
    command: ({ id, name }) => [
      'departments',
      id ? `/departments/${encodeURIComponent(id)}/name` : '/departments',
      { name },
    ],
  };
}

function formView(portal: Portal, form: Form): TemplateResult {
  const outcome = portal.outcomes.get(form.name);
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const sent = event.target as HTMLFormElement;
    const given = Object.fromEntries(new FormData(sent)) as Given;
    void portal.send(form.name, ...form.command(given)).then((isTaken) => {
      if (isTaken) sent.reset();
    });
  };
  return html`<form name=${form.name} class="card" aria-labelledby="${form.name}-title" @submit=${send}>
    <h3 id="${form.name}-title">${icon(form.name)}${form.title}</h3>
    ${form.fields}
    <div class="row">
      <button class="primary" ?disabled=${outcome?.state === 'sending'}>${form.action}</button>
      <p class="outcome ${outcome?.state ?? ''}" role="status">${outcome?.text ?? nothing}</p>
    </div>
  </form>`;
}

function choice(
  name: string,
  none: string,
  from: ReadonlyMap<string, string>,
  required = false,
): TemplateResult {
  const sorted = [...from].toSorted(([, one], [, other]) => one.localeCompare(other));
  return html`<select name=${name} ?required=${required}>
    <option value="">${none}</option>
    ${sorted.map(([id, text]) => html`<option value=${id}>${text}</option>`)}
  </select>`;
}

/** Beside the feed it is open, above it would be in the way. */
function isWide(): boolean {
  return matchMedia('(min-width: 900px)').matches;
}
