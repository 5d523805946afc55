// jsii's tools print an eleven-line banner about Node 20 on each call; package.json says which versions are supported here.
process.env.JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION ??= '20';
