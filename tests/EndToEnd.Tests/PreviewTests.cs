using SessionStore.Engine;
using SessionStore.Rehearsal;

namespace SessionStore.EndToEnd.Tests;

/// <summary>A preview is one: what only AWS knows, the program does not know either.</summary>
public sealed class PreviewTests
{
    [Test]
    public async Task A_preview_of_a_new_stack_knows_no_IDs_and_endpoints()
    {
        var file = StackFile.Read(Checkout.Root, "primary");
        var update = await StageRun.OfAsync(file, new FakeCloud("us-east-1"));
        var preview = await StageRun.OfAsync(file, new FakeCloud("us-east-1"), preview: true);

        Assert.That(update.Outputs.Keys, Is.SupersetOf(new[] { "vpcId", "hostedZoneId", "primaryEndpoint", "region" }));
        Assert.That(preview.Outputs.Keys, Has.None.AnyOf("vpcId", "hostedZoneId", "primaryEndpoint"));
        Assert.That(preview.Output("region"), Is.EqualTo("us-east-1"));
    }
}
