const path = require('node:path');

/** Which libs a lib may import, and where that is limited, which packages. A pure file may import libs that have `npm`. */
const LIBS = {
  decider: { libs: [], npm: [] },
  envelope: { libs: [], npm: ['zod'] },
  contracts: { libs: ['envelope'], npm: ['zod'] },
  cards: { libs: ['contracts', 'envelope'], npm: ['zod', 'intl-messageformat'] },
  client: { libs: [], npm: [] },
  tag: { libs: ['client'], npm: ['lit'] },
  postgres: { libs: [] },
  messaging: { libs: ['envelope'] },
  identity: { libs: [] },
  service: { libs: ['identity'] },
  'event-store': { libs: ['postgres', 'envelope'] },
  outbox: { libs: ['postgres', 'messaging', 'envelope'] },
  'personal-data': { libs: ['service', 'envelope', 'postgres'] },
  'event-source': {
    libs: [
      'event-store',
      'outbox',
      'service',
      'messaging',
      'decider',
      'envelope',
      'personal-data',
      'postgres',
    ],
  },
  'read-model': { libs: ['postgres', 'envelope'] },
};
const PURE_LIBS = Object.keys(LIBS).filter((name) => LIBS[name].npm);

const SPEC = '\\.(int-|e2e-)?spec\\.ts$';
/** What never runs in production. */
const TESTS = [SPEC, '^test/', '^libs/testing/', '^(apps|libs)/[^/]+/test/'];
/** A file without a stereotype, such as employee.ts. */
const BARE = '^apps/[^/]+/src/(?!main\\.ts$)[^.]+\\.ts$';

/** What npm calls a package: it may be nested, and its folder may be a link to elsewhere. */
const inPackages = (names) => `(^|/)node_modules/(${names.join('|')})/`;
const indexOf = (names) => `^libs/(${names.join('|')})/src/index\\.ts$`;

const appRules = [
  {
    name: 'no-app-to-app',
    comment:
      'An app is deployed alone. What two apps share belongs into a lib, what one must know of another comes as an event.',
    from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'standalone-takes-modules',
    comment:
      "`standalone` puts the apps' modules together and extends their configs. Let the module offer what is missing.",
    from: { path: '^apps/standalone/' },
    to: { path: '^apps/', pathNot: ['^apps/standalone/', '^apps/[^/]+/src/[^/]+\\.(module|config)\\.ts$'] },
  },
  {
    name: 'feed-projector-knows-no-source',
    comment:
      'The projector reads events by their contracts and cards, so that a new source needs no change here. Add a contract and a card.',
    from: { path: '^apps/feed-projector/' },
    to: { path: ['^apps/(?!feed-projector/)', '^libs/(event-source|event-store)/'] },
  },
  {
    name: 'pages-run-in-browsers',
    comment:
      'What is in apps/portal/web is bundled for browsers: it may import lit, #lib/tag and #lib/client. Let the server tell it the rest.',
    from: { path: '^apps/portal/web/', pathNot: SPEC },
    to: { pathNot: ['^apps/portal/web/', indexOf(['tag', 'client']), inPackages(['lit'])] },
  },
  {
    name: 'bare-files-are-pure',
    comment: `A file without a stereotype holds rules alone: give it its values as arguments, or name it for what it is (x.handler.ts). It may import other such files and ${PURE_LIBS.join(', ')}; of all else, types.`,
    from: { path: BARE },
    to: { pathNot: [BARE, indexOf(PURE_LIBS)], dependencyTypesNot: ['type-only'] },
  },
];

const libRules = [
  {
    name: 'libs-never-import-apps',
    comment: 'A lib serves any app. Move the code into the lib, or let the app hand it over.',
    from: { path: '^libs/' },
    to: { path: '^apps/' },
  },
  {
    name: 'libs-through-their-index',
    comment: "A lib's src/index.ts is its only door. Export there what others need, or do without.",
    from: { path: '^([^/]+/[^/]+)' },
    to: { path: '^libs/', pathNot: ['^$1/', '^libs/[^/]+/src/index\\.ts$'] },
  },
  {
    name: 'libs-by-their-name',
    comment:
      'Import `#lib/<name>` rather than a path to it: the path breaks as soon as one of the two moves.',
    from: { path: '^([^/]+/[^/]+)' },
    to: { path: '^libs/', pathNot: '^$1/', dependencyTypesNot: ['aliased'] },
  },
  {
    name: 'libs-have-a-direction',
    comment: 'A new lib imports no other until the table LIBS of this file says which.',
    from: {
      path: '^libs/([^/]+)/',
      pathNot: [SPEC, '^libs/testing/', `^libs/(${Object.keys(LIBS).join('|')})/`],
    },
    to: { path: '^libs/', pathNot: '^libs/$1/' },
  },
  ...Object.entries(LIBS).map(([name, { libs }]) => ({
    name: `libs-point-one-way-${name}`,
    comment: `${name} may import ${libs.join(', ') || 'no other lib'}. Turn the dependency around: declare an interface here, and implement it there.`,
    from: { path: `^libs/${name}/`, pathNot: SPEC },
    // Libs that only tests use have a rule of their own.
    to: { path: '^libs/', pathNot: `^libs/(${[name, ...libs, 'testing'].join('|')})/` },
  })),
  ...PURE_LIBS.map((name) => ({
    name: `libs-stay-pure-${name}`,
    comment: `${name} is imported by pure files: from outside it may import ${LIBS[name].npm.join(', ') || 'nothing'}. Let the caller pass the value in.`,
    from: { path: `^libs/${name}/`, pathNot: TESTS },
    to: { pathNot: ['^libs/', ...(LIBS[name].npm.length > 0 ? [inPackages(LIBS[name].npm)] : [])] },
  })),
];

const testRules = [
  {
    name: 'testing-only-in-specs',
    comment:
      'Only specs, bench/, test/ and tools/ use #lib/testing. What production needs belongs into the lib that it concerns.',
    from: { pathNot: [...TESTS, '^(bench|tools)/'] },
    to: { path: '^libs/testing/' },
  },
  {
    name: 'nobody-imports-a-spec',
    comment: 'Move what several specs share into a file of its own, or into #lib/testing.',
    from: {},
    to: { path: SPEC },
  },
  {
    name: 'no-dev-dependency-in-production',
    comment:
      'An image holds neither devDependencies nor optionalDependencies. Move the package to dependencies, or load an optional one when it is needed.',
    from: { path: '^(apps|libs)/', pathNot: TESTS },
    to: { dependencyTypes: ['npm-dev', 'npm-optional'] },
  },
];

const graphRules = [
  {
    name: 'no-cycles',
    comment: 'Neither file can be read without the other. Move what both need into a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'Nothing leads to this file, and it leads nowhere. Use it or delete it.',
    from: { orphan: true, path: '^(apps|libs)/', pathNot: [SPEC, '\\.d\\.ts$'] },
    to: {},
  },
  {
    name: 'declared-packages-only',
    comment: 'Add the package to package.json; it is here only because another one needs it.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'nothing-unresolved',
    comment: 'There is no such file, and the other rules are blind to what is not found. Correct the path.',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden: [...appRules, ...libRules, ...testRules, ...graphRules].map((rule) => ({
    ...rule,
    severity: 'error',
  })),
  options: {
    doNotFollow: { path: 'node_modules' },
    // A package of its own, which is installed on demand.
    exclude: { path: '^bench/peers/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    webpackConfig: { fileName: path.join(__dirname, '.dependency-cruiser.resolve.cjs') },
  },
};
