// The newest CDK has CloudFormation's own rules inside
module.exports = require('./project.cjs')({ newest: true, flags: false, suites: ['validation'] });
