module.exports = require('./project.cjs')({ newest: false, flags: true });
