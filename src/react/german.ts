import { type Messages, sentence } from './messages.ts';

/** Everything in German: `<SafeActionProvider messages={german}>`. Costs nothing where it is not imported. */
export const german: Messages = {
  locale: 'de',
  pending: {
    payment: 'Zahlung läuft…',
    account: 'Konto wird angelegt…',
    message: 'Wird gesendet…',
    save: 'Wird gespeichert…',
    neutral: 'Wird ausgeführt…',
  },
  wait: {
    starting: '',
    backoff: 'Wir versuchen es weiter. Bitte warten Sie.',
    offline: 'Sie sind offline. Es geht von selbst weiter, sobald Sie wieder verbunden sind.',
    processing: 'Der Server arbeitet noch daran. Bitte warten Sie.',
    elsewhere: 'Ein anderer Tab arbeitet daran. Bitte warten Sie.',
    checking: 'Der Stand wird geprüft…',
    person: {
      payment: 'Die Zahlung braucht Ihre Bestätigung. Bestätigen Sie sie und kommen Sie dann hierher zurück.',
      neutral: 'Ein Schritt fehlt noch. Erledigen Sie ihn und kommen Sie dann hierher zurück.',
    },
  },
  countdown: (duration) => `Nächster Versuch in ${duration}`,
  attempt: (number, of) => `Versuch ${number} von ${of}`,
  retry: 'Wir konnten den Server nicht erreichen.',
  check: {
    unanswered: 'Wir haben noch keine Antwort.',
    unreadable: 'Wir haben eine Antwort erhalten, die wir nicht lesen konnten.',
    refused: 'Der Server hat abgelehnt, aber ein früherer Versuch kann geklappt haben.',
    'stored-failure': 'Der Server hatte einen Fehler, und noch einmal zu senden hilft nicht.',
    unprotected: 'Wir haben keine Antwort erhalten.',
    expired: 'Das liegt zu lange zurück, um es noch einmal zu senden.',
    quarantined: 'Diese Seite kann etwas nicht lesen, das hier früher begonnen wurde.',
  },
  done: {
    payment: 'Die Zahlung ist erfolgt.',
    account: 'Das Konto ist angelegt.',
    message: 'Gesendet.',
    save: 'Gespeichert.',
    neutral: 'Erledigt.',
  },
  declined: { payment: 'Die Zahlung wurde abgelehnt.', neutral: 'Das wurde abgelehnt.' },
  fields: (fields) => Object.values(fields).map(sentence).join(' '),
  frozen: (value) => `Vom ersten Versuch gemerkt: ${value}`,
  change: {
    payment: 'Zahlen Sie auf einem anderen Weg.',
    input: 'Ändern Sie Ihre Eingaben.',
    'sign-in': 'Melden Sie sich an und versuchen Sie es dann noch einmal.',
    nothing: 'Fragen Sie uns, wenn Sie Hilfe brauchen.',
  },
  problem: {
    invalid: (issues) =>
      `Es wurde nichts gesendet. Bitte korrigieren Sie zuerst: ${issues.map(({ message }) => sentence(message)).join(' ')}`,
    storage_unreadable:
      'Es wurde nichts gesendet, weil dieser Browser nicht lesen kann, was früher begonnen wurde. Laden Sie die Seite neu.',
    storage_unwritable:
      'Es wurde nichts gesendet, weil dieser Browser es nicht speichern konnte. Schaffen Sie Platz auf diesem Gerät.',
    storage_absent:
      'Es wurde nichts gesendet, weil dieses Fenster nichts speichert. Öffnen Sie die Seite in einem anderen Fenster.',
    expired: 'Das liegt zu lange zurück, um es zu senden.',
  },
  step: {
    check: 'Prüfen Sie den Stand.',
    send: 'Schließen Sie es jetzt ab.',
    none: {
      payment: 'Sehen Sie auf Ihr Bankkonto oder fragen Sie uns, bevor Sie noch einmal zahlen.',
      neutral: 'Fragen Sie uns, bevor Sie es noch einmal tun.',
    },
    retry: 'Versuchen Sie es noch einmal.',
    again: 'Beginnen Sie von vorn.',
  },
  needsInput: 'Füllen Sie noch einmal dasselbe aus.',
  nothingHappened: {
    payment: 'Es wurde nichts abgebucht.',
    account: 'Es wurde kein Konto angelegt.',
    message: 'Es wurde nichts gesendet.',
    save: 'Es wurde nichts gespeichert.',
    neutral: 'Es ist nichts geschehen.',
  },
  mayHaveHappened: {
    payment: 'Möglicherweise wurde abgebucht.',
    account: 'Möglicherweise wurde das Konto angelegt.',
    message: 'Möglicherweise wurde es gesendet.',
    save: 'Möglicherweise wurde es gespeichert.',
    neutral: 'Möglicherweise ist es geschehen.',
  },
  notTwice: {
    payment: 'Es wird nicht zweimal abgebucht.',
    account: 'Es wird kein zweites Konto angelegt.',
    message: 'Es wird nicht zweimal gesendet.',
    save: 'Es wird nicht zweimal gespeichert.',
    neutral: 'Es geschieht nicht zweimal.',
  },
  inputChanged: 'Was Sie seitdem geändert haben, wurde nicht gesendet.',
  memory: 'Lassen Sie diese Seite so lange offen.',
  reference: 'Wenn Sie uns danach fragen, nennen Sie diese Nummer:',
  abandoned: {
    payment:
      'Sie haben abgebrochen, und es wird nichts mehr gesendet. Sehen Sie auf Ihr Bankkonto, bevor Sie noch einmal zahlen.',
    neutral: 'Sie haben abgebrochen, und es wird nichts mehr gesendet.',
  },
  open: {
    title: 'Noch nicht abgeschlossen',
    news: 'Neuigkeiten',
    what: {
      payment: 'Ihre Zahlung',
      account: 'Ihr neues Konto',
      message: 'Ihre Nachricht',
      save: 'Ihre Änderungen',
      neutral: 'Etwas, das Sie begonnen haben',
    },
    line: (what, at, stands) => `${what}${at ? ` (${at})` : ''}: ${stands}`,
    stands: {
      pending: 'wird bestätigt.',
      wait: 'wird bestätigt.',
      offline: 'wartet, bis Sie wieder online sind.',
      retry: 'nicht ausgeführt.',
      check: 'noch nicht bestätigt.',
      declined: 'abgelehnt.',
      done: 'abgeschlossen.',
    },
  },
  label: {
    retry: 'Noch einmal versuchen',
    check: 'Stand prüfen',
    send: {
      payment: 'Zahlung abschließen',
      account: 'Konto fertig anlegen',
      message: 'Fertig senden',
      save: 'Fertig speichern',
      neutral: 'Abschließen',
    },
    next: { payment: 'Zahlung bestätigen', neutral: 'Weiter' },
    stopWaiting: 'Nicht länger warten',
    giveUp: 'Das hier aufgeben',
    understood: {
      payment: 'Mir ist klar, dass möglicherweise schon abgebucht wurde.',
      neutral: 'Mir ist klar, dass es möglicherweise schon geschehen ist.',
    },
    abandon: 'Aufgeben',
    copy: 'Kopieren',
    copied: 'Kopiert',
    form: 'Noch einmal ausfüllen',
    close: 'Schließen',
  },
};
