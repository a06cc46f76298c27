import type { Role } from '../api/types'
import { t } from './words'

/** The office's menu. An entry without roles is everybody's; the server decides anyway, this only spares dead ends. */
export interface NavGroup {
  title: () => string
  items: { to: string; label: () => string; roles?: Role[] }[]
}

/** Who may read cases. */
export const caseRoles: Role[] = ['intake', 'handler', 'checker', 'supervisor']

export const nav: NavGroup[] = [
  {
    title: () => t('nav.today'),
    items: [
      { to: '/', label: () => t('nav.start') },
      { to: '/board', label: () => t('nav.board'), roles: caseRoles },
    ],
  },
]
