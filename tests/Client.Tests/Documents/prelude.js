// Plays DNS and the private network: what names lead to stands in the file that NAMES names, as "name target" and "host port".
// In a block: its names are its own.
{
  const { readFileSync } = require("node:fs");
  const dns = require("node:dns");
  const tls = require("node:tls");

  const names = () => new Map(readFileSync(process.env.NAMES, "utf8").trim().split("\n").map((line) => line.split(" ")));
  dns.promises.resolveCname = async (name) => {
    const target = names().get(name);
    if (target === undefined) throw new Error(`${name} is not known`);
    return [target];
  };
  const connect = tls.connect;
  tls.connect = (options) => connect({ ...options, host: "127.0.0.1", port: Number(names().get(options.host)) });
}
