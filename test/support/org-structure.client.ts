import { type Answer, post, type RequestHeaders, send } from './http.js';

export type Collection = 'departments' | 'teams';

/** Departments and teams over HTTP. */
export class OrgStructureClient {
  constructor(private readonly address: string) {}

  urlOf(collection: Collection, ...path: string[]): string {
    return [this.address, collection, ...path].join('/');
  }

  /** Answers its id. */
  async create(collection: Collection, details: object): Promise<string> {
    const { status, body } = await post(this.urlOf(collection), details);
    if (status !== 201) throw new Error(`POST /${collection}: ${status} ${JSON.stringify(body)}`);
    return String(body['id']);
  }

  rename(collection: Collection, id: string, name: string): Promise<Answer> {
    return post(this.urlOf(collection, id, 'name'), { name });
  }

  /** No parent: to the top. */
  moveDepartment(id: string, parentId?: string): Promise<Answer> {
    return post(this.urlOf('departments', id, 'parent'), parentId === undefined ? {} : { parentId });
  }

  moveTeam(id: string, departmentId: string): Promise<Answer> {
    return post(this.urlOf('teams', id, 'department'), { departmentId });
  }

  dissolve(collection: Collection, id: string, headers?: RequestHeaders): Promise<Answer> {
    return send('DELETE', this.urlOf(collection, id), undefined, headers);
  }
}
