using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Pulumi.Testing;
using SessionStore.Infra.Network;

namespace SessionStore.Engine;

/// <summary>What AWS refuses, and a mock would take: of single inputs, of several together, and of what the account has already.</summary>
internal static class Refusals
{
    // Prefixes of names that Lambda keeps for itself: "Defined runtime environment variables" in the Lambda developer guide.
    private static readonly string[] _reserved = ["AWS_", "LAMBDA_", "_HANDLER", "_X_AMZN_"];

    /// <summary>Everything for which AWS would refuse a resource; nothing where it would not.</summary>
    /// <param name="account">What the account has already.</param>
    public static IEnumerable<string> Of(MockResourceArgs args, AccountNetwork account) => Single(args).Concat(args.Type switch
    {
        "aws:elasticache/replicationGroup:ReplicationGroup" => MemberRefusals.Of(args.Inputs),
        "aws:sqs/queue:Queue" => Queue(args.Inputs),
        "aws:lambda/function:Function" => Function(args.Inputs),
        "aws:cloudwatch/eventTarget:EventTarget" => Target(args.Inputs),
        "aws:cloudwatch/metricAlarm:MetricAlarm" => Alarm(args.Inputs),
        "aws:ec2/vpc:Vpc" => Vpc(args.Inputs),
        "aws:ec2/route:Route" => Route(args.Inputs, account),
        "aws:ec2/vpcPeeringConnection:VpcPeeringConnection" => Peering(args.Inputs, account),
        "pulumi:providers:aws" => Tags(args.Inputs),
        _ => ApplicationRefusals.Of(args.Type, args.Inputs, account.Gateways.Region),
    });

    private static IEnumerable<string> Single(MockResourceArgs args) =>
        from rule in ResourceRules.All
        where rule.Key.Type == args.Type && args.Inputs.TryGetValue(rule.Key.Input, out var value) && !rule.Value.Holds(value)
        select $"{rule.Key.Input} is \"{args.Inputs[rule.Key.Input]}\": expected {rule.Value.Expected}";

    private static IEnumerable<string> Queue(ImmutableDictionary<string, object> inputs) =>
        inputs.ContainsKey("kmsMasterKeyId") && inputs.GetValueOrDefault("sqsManagedSseEnabled") is true ? ["kmsMasterKeyId beside "
            + "sqsManagedSseEnabled"] : [];

    private static IEnumerable<string> Function(ImmutableDictionary<string, object> inputs)
    {
        if (inputs.GetValueOrDefault("environment") is not ImmutableDictionary<string, object> environment
            || environment.GetValueOrDefault("variables") is not ImmutableDictionary<string, object> variables)
        {
            yield break;
        }
        // "Lambda quotas" in the Lambda developer guide.
        if (variables.Sum(variable => Encoding.UTF8.GetByteCount(variable.Key) + Encoding.UTF8.GetByteCount((string)variable.Value)) > 4096)
        {
            yield return "environment is larger than 4 KB";
        }
        foreach (var name in variables.Keys.Where(name => _reserved.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))))
        {
            yield return $"the variable {name}, which Lambda keeps for itself";
        }
    }

    // RetryPolicy in the EventBridge API reference; "Using resource-based policies for Amazon EventBridge" in its user guide.
    private static IEnumerable<string> Target(ImmutableDictionary<string, object> inputs)
    {
        if (inputs.GetValueOrDefault("retryPolicy") is ImmutableDictionary<string, object> retries
            && (Number(retries, "maximumEventAgeInSeconds") is < 60 or > 86400 || Number(retries, "maximumRetryAttempts") is < 0 or > 185))
        {
            yield return "retryPolicy with an age that is not from 60 to 86400 seconds, or attempts that are not from 0 to 185";
        }
        if (inputs.ContainsKey("input") && (inputs.ContainsKey("inputTransformer") || inputs.ContainsKey("inputPath")))
        {
            yield return "input beside inputTransformer or inputPath";
        }
    }

    // PutMetricAlarm in the CloudWatch API reference.
    private static IEnumerable<string> Alarm(ImmutableDictionary<string, object> inputs)
    {
        if (Number(inputs, "datapointsToAlarm") > Number(inputs, "evaluationPeriods"))
        {
            yield return "datapointsToAlarm is larger than evaluationPeriods";
        }
        if (inputs.ContainsKey("metricQueries") == inputs.ContainsKey("metricName"))
        {
            yield return "either metricName or metricQueries, not both or neither";
        }
        if (inputs.GetValueOrDefault("metricQueries") is ImmutableArray<object> queries
            && queries.Cast<ImmutableDictionary<string, object>>().Count(query => query.ContainsKey("metric")) > 10)
        {
            yield return "more than ten metrics";
        }
    }

    private static IEnumerable<string> Vpc(ImmutableDictionary<string, object> inputs) =>
        inputs.GetValueOrDefault("cidrBlock") is not string text || !IPNetwork.TryParse(text, out var block) ? []
        : block.PrefixLength is < 16 or > 28 ? [$"cidrBlock {block}: expected /16 to /28"]
        : ReservedRanges.All.Where(range => NetworkSettings.Overlap(range.Range, block)).Select(range => $"cidrBlock {block} overlaps "
            + $"{range.Range}");

    // RouteAlreadyExists: "Error codes" in the EC2 API reference.
    private static IEnumerable<string> Route(ImmutableDictionary<string, object> inputs, AccountNetwork account) =>
        inputs.GetValueOrDefault("routeTableId") is string table && inputs.GetValueOrDefault("destinationCidrBlock") is string text
        && account.Existing(table, IPNetwork.Parse(text)) is { } existing ? [$"RouteAlreadyExists: {table} has a route to "
            + $"{existing.Cidr}, to {existing.Target}"] : [];

    // Accepting what the other side has asked for already: https://github.com/hashicorp/terraform-provider-aws/issues/44315.
    private static IEnumerable<string> Peering(ImmutableDictionary<string, object> inputs, AccountNetwork account) =>
        account.Existing((string)inputs["peerVpcId"], (string)inputs["vpcId"]) is { } existing ? [$"VpcPeeringConnectionAlreadyExists: "
            + $"{existing.Id}"] : [];

    private static IEnumerable<string> Tags(ImmutableDictionary<string, object> inputs)
    {
        var tags = inputs.GetValueOrDefault("defaultTags") is string json
            ? JsonSerializer.Deserialize<JsonElement>(json).GetProperty("tags").EnumerateObject().ToArray()
            : [];
        if (tags.Select(tag => tag.Name).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1))
        {
            yield return "tags whose keys differ only in case: IAM answers \"Duplicate tag keys found\"";
        }
        if (tags.Any(tag => tag.Name.Length is 0 or > 128 || tag.Value.GetString()!.Length > 256))
        {
            yield return "a tag whose key is longer than 128 characters, or its value longer than 256";
        }
    }

    internal static double? Number(ImmutableDictionary<string, object> inputs, string name) =>
        inputs.TryGetValue(name, out var value) ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;
}
