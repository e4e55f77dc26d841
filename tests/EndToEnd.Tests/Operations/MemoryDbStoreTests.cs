using System.Text.Json;
using SessionStore.Ops;
using SessionStore.Ops.Store;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>The operator's tool knows that it does not know a store on MemoryDB.</summary>
public class MemoryDbStoreTests
{
    [Test]
    public void It_says_what_the_store_is_and_where_to_read_on() => Assert.That(
        () => StoreReader.Read(
        [
            new StackOutputs("primary", new Dictionary<string, JsonElement>
            {
                ["store"] = JsonSerializer.SerializeToElement("memoryDb"),
                ["hostedZoneId"] = JsonSerializer.SerializeToElement("Z1"),
            }),
        ]),
        Throws.TypeOf<OpsException>().With.Message.StartsWith("stack primary: output store is \"memoryDb\": expected a Global Datastore.")
            .And.Message.Contains("docs/runbook.md, in the sections that begin with \"MemoryDB\""));
}
