// validatedocuments.cjs NODE_FOLDER SCHEMA DOCUMENT...: each document must be valid; says what is wrong with which.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const [nodeFolder, schemaFile, ...documents] = process.argv.slice(2);
const { buildSchema, parse, validate } = createRequire(path.join(nodeFolder, 'package.json'))('graphql');
const schema = buildSchema(fs.readFileSync(schemaFile, 'utf8'));

let faults = 0;
for (const file of documents) {
    for (const error of validate(schema, parse(fs.readFileSync(file, 'utf8')))) {
        console.error(`${path.basename(file)}: ${error.message}`);
        ++faults;
    }
}
console.log(`${documents.length} documents, ${faults} faults`);
process.exit(faults === 0 && documents.length > 0 ? 0 : 1);
