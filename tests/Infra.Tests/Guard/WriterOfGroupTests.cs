using System.Reflection;
using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Infra.Guard;

namespace SessionStore.Infra.Tests.Guard;

/// <summary>Where the writer name leads is what its record <c>current</c> says, whatever stands beside that.</summary>
/// <remarks>Proof limit: in which order Route 53 lists a group is not documented, so every order is tried.</remarks>
public class WriterOfGroupTests
{
    private static readonly GuardedRegion _region = new("us-east-2", "group", "here", "vpc", "Z1", "demo.example.com");

    [TestCase("current here", "override-us-east-1 there", "override-us-east-2 here", true)]
    [TestCase("override-us-east-2 here", "override-us-east-1 there", "current here", true)]
    [TestCase("override-us-east-2 here", "current there", "override-us-east-1 there", false)]
    [TestCase("current there", "override-us-east-1 there", "override-us-east-2 here", false)]
    [TestCase(" here", null, null, true)]
    [TestCase(" there", null, null, false)]
    public async Task A_secondary_is_kept_while_its_record_leads_to_it(string first, string? second, string? third, bool kept)
    {
        var records = new[] { first, second, third }.OfType<string>().Select(text => text.Split(' ')).Select(parts => new ResourceRecordSet
        {
            Name = "demo.example.com.",
            Type = RRType.CNAME,
            SetIdentifier = parts[0].Length == 0 ? null : parts[0],
            ResourceRecords = [new ResourceRecord(parts[1])],
        }).ToList();
        var checks = new DestroyChecks(
            Answers<IAmazonElastiCache>(_ => throw new ReplicationGroupNotFoundException("gone")),
            // As many as were asked for.
            Answers<IAmazonRoute53>(request => Task.FromResult(new ListResourceRecordSetsResponse
            {
                ResourceRecordSets = [.. records.Take(int.Parse(((ListResourceRecordSetsRequest)request!).MaxItems))],
            })));
        var refusal = await checks.SecondaryAsync(_region, CancellationToken.None);
        Assert.That(refusal, kept ? Does.StartWith("demo.example.com leads to us-east-2") : Is.Null);
    }

    private static T Answers<T>(Func<object?, object> answer) where T : class
    {
        var client = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)client).Answer = answer;
        return client;
    }

    public class Proxy : DispatchProxy
    {
        public Func<object?, object> Answer { get; set; } = _ => throw new InvalidOperationException("nothing was expected");

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(args?[0]);
    }
}
