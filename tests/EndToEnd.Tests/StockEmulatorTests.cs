using SessionStore.Engine;
using SessionStore.Rehearsal;

namespace SessionStore.EndToEnd.Tests;

/// <summary>
/// moto without the transactions that the rehearsal adds: it holds a CREATE against what the zone once was, which is the way back from
/// every failover.
/// </summary>
public class StockEmulatorTests
{
    [Test]
    public async Task There_and_back_and_there_again()
    {
        await using var moto = await MotoServer.StartAsync();
        var file = StackFile.Read(Checkout.Root, "primary");
        using var zone = await LocalZone.CreateAsync(moto.Url, file.Require("session-store:domain"));
        var stage = await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region")) { HostedZoneId = zone.Id });
        await zone.CreateRecordsAsync(stage);

        var group = (string)stage.Output(OutputNames.ReplicationGroupId);
        const string one = "master.one.example.com", two = "master.two.example.com";
        foreach (var endpoint in new[] { one, two, one, two })
        {
            var member = new LocalMember(group, endpoint, (string)stage.Output(OutputNames.TopicArn))
            {
                RoleAsync = () => Task.FromResult<string?>(MemberRoles.Primary),
            };
            await using var elastiCache = await ElastiCacheEndpoint.StartAsync();
            elastiCache.Add("us-east-1", member);
            await using var function = LocalFunction.Of(stage, "us-east-1", new Dictionary<string, string>
            {
                ["AWS_ENDPOINT_URL_ROUTE_53"] = moto.Url,
                ["AWS_ENDPOINT_URL_ELASTICACHE"] = elastiCache.UrlOf("us-east-1"),
            }, TimeSpan.FromMinutes(1));
            var invocation = await function.InvokeAsync(SnsEvent.Of(SnsEvent.Promoted(group)));
            Assert.That(invocation.Outcome.Succeeded, Is.True, invocation.Outcome.Body);
            Assert.That(await zone.ValueAsync((string)stage.Output(OutputNames.WriterName), RRType.CNAME), Is.EqualTo(endpoint));
        }
    }
}
