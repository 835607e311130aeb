const path = require('node:path');

// Node follows `#lib/<name>` of package.json into dist; a rule about sources would never match there. dependency-cruiser
// takes aliases only from the file of a webpack configuration, which is all that this is: there is no webpack here.
module.exports = { resolve: { alias: { '#lib/*': path.join(__dirname, 'libs/*/src/index.ts') } } };
