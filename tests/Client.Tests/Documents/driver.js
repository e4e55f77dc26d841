require("node:readline").createInterface({ input: process.stdin }).on("line", async (line) => {
  const [key, value, budget] = line.split(" ");
  store.options.commandTimeout = Number(budget) * 1000;
  try {
    await store.set(key, value, "EX", 60);
    console.log("written");
  } catch (failure) {
    console.log(`failed ${failure.name} ${failure.message}`.replaceAll("\n", " "));
  }
}).on("close", () => process.exit());
