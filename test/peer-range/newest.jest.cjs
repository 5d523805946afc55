module.exports = require('./project.cjs')({ newest: true, flags: false });
