import { firstDesk, sitsAt, type DeskName } from './desks'
import { may, type Right } from './may'
import { t } from './words'

/** The office's menu. An entry without a right is everybody's. */
export interface NavGroup {
  title: string
  items: { to: string; label: string; about?: string; right?: Right; desk?: DeskName }[]
}

/** What this reader may open, in the reader's language. */
export function nav(): NavGroup[] {
  const all: NavGroup[] = [
    {
      title: t('nav.today'),
      items: [
        ...(firstDesk() ? [] : [{ to: '/', label: t('nav.start') }]),
        { to: '/intake', label: t('nav.intake'), desk: 'intake' },
        { to: '/board', label: t('nav.board'), desk: 'board' },
        { to: '/unit', label: t('nav.unit'), desk: 'unit' },
        { to: '/checks', label: t('nav.checks'), desk: 'checks' },
        { to: '/oversee', label: t('nav.oversee'), desk: 'oversee' },
        { to: '/agenda', label: t('nav.agenda'), about: t('start.for.agenda'), right: 'case_read' },
        { to: '/indicators', label: t('nav.indicators'), about: t('start.for.indicators') },
      ],
    },
    {
      title: t('nav.ledgers'),
      items: [
        { to: '/ledgers', label: t('nav.ledgers.all'), about: t('start.for.ledgers'), right: 'ledger_read' },
        { to: '/reminders', label: t('nav.reminders'), about: t('start.for.reminders'), right: 'ledger_read' },
        { to: '/rounds', label: t('nav.rounds'), about: t('start.for.rounds'), right: 'ledger_read' },
        { to: '/requests', label: t('nav.requests'), about: t('start.for.requests'), right: 'request_decide' },
        { to: '/exports', label: t('nav.exports'), about: t('start.for.exports'), right: 'ledger_secret' },
      ],
    },
    {
      title: t('nav.grid'),
      items: [
        { to: '/areas', label: t('nav.areas'), about: t('start.for.areas'), right: 'area_read' },
        { to: '/people', label: t('nav.people'), about: t('start.for.people'), right: 'people_read' },
        { to: '/teams', label: t('nav.teams'), about: t('start.for.teams'), right: 'people_read' },
      ],
    },
    {
      title: t('nav.rules'),
      items: [
        { to: '/calendar', label: t('nav.calendar'), about: t('start.for.calendar') },
        { to: '/catalogue', label: t('nav.catalogue'), about: t('start.for.catalogue') },
        { to: '/programmes', label: t('nav.programmes'), about: t('start.for.programmes') },
      ],
    },
    {
      title: t('nav.system'),
      items: [
        { to: '/accounts', label: t('nav.accounts'), about: t('start.for.accounts'), right: 'account_read' },
        { to: '/imports', label: t('nav.imports'), about: t('start.for.imports'), right: 'area_write' },
        { to: '/journal', label: t('nav.journal'), about: t('start.for.journal'), right: 'journal_read' },
      ],
    },
  ]
  return all.map((group) => ({ ...group, items: group.items.filter((item) => (!item.right || may(item.right)) && (!item.desk || sitsAt(item.desk))) })).filter((group) => group.items.length)
}
