// parsetsql.cjs NODE_FOLDER FILE...: each file must be correct T-SQL; says what is wrong with which.
'use strict';
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const [nodeFolder, ...files] = process.argv.slice(2);
const { antlr4tsSQL, SQLDialect } = createRequire(path.join(nodeFolder, 'package.json'))('antlr4ts-sql');
const grammar = new antlr4tsSQL(SQLDialect.TSQL);

let faults = 0;
for (const file of files) {
    const parser = grammar.getParserFromSQL(fs.readFileSync(file, 'utf8'));
    parser.removeErrorListeners();
    parser.addErrorListener({
        syntaxError(recognizer, symbol, line, column, message) {
            console.error(`${path.basename(file)}:${line}:${column}: ${message.slice(0, 200)}`);
            ++faults;
        },
    });
    parser.tsql_file();
}
console.log(`${files.length} statements, ${faults} faults`);
process.exit(faults === 0 && files.length > 0 ? 0 : 1);
