using System.Globalization;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Writes;

/// <summary>
/// Whether a group is told to refuse writes, as its parameter group says: where min-replicas-to-write is more than the replicas that a
/// primary has, it answers every write with NOREPLICAS, and goes on answering everything else ("Allow writes only with N attached replicas"
/// in Valkey's documentation, Replication). The parameter is 0 by default, modifiable, and takes effect immediately ("Valkey and Redis OSS
/// parameters" in the ElastiCache user guide).
/// </summary>
/// <param name="ParameterGroup">The group's parameter group: a member of a datastore has a copy under a name of ElastiCache's.</param>
/// <param name="Value">The parameter's value; null where the parameter group has no such parameter.</param>
/// <param name="MaxLag">The parameter min-replicas-max-lag, in seconds; 0 switches both off.</param>
/// <param name="IsModifiable">Whether ElastiCache lets it be changed, and without a reboot.</param>
/// <param name="AllowedValues">As ElastiCache says them, such as <c>0-</c>; null where it says none.</param>
/// <param name="InSync">Whether every node is shown as having taken the parameters.</param>
/// <param name="Others">Cache clusters of other groups with the same parameter group, and of this one with another.</param>
internal sealed record MinReplicas(
    string ParameterGroup, int? Value, int? MaxLag, bool IsModifiable, string? AllowedValues, bool InSync, IReadOnlyList<string> Others)
{
    /// <summary>The parameter.</summary>
    public const string Parameter = "min-replicas-to-write";

    /// <summary>The parameter that says how old a replica's last word may be.</summary>
    public const string MaxLagParameter = "min-replicas-max-lag";

    /// <summary>
    /// From this value on the tool has set it: no group has as many replicas (five for a shard, "Quotas" in the ElastiCache user guide). It
    /// is added to the value before, so that whoever comes after a tool that was killed knows what that was.
    /// </summary>
    public const int Refusing = 100;

    /// <summary>Whether the group is told to refuse writes.</summary>
    public bool Refuses => Value >= Refusing;

    /// <summary>The value with which writes are refused.</summary>
    public int ToRefuse => Refuses ? Value!.Value : (Value ?? 0) + Refusing;

    /// <summary>The value that it has, or had, when writes are taken.</summary>
    public int ToAccept => Refuses ? Value!.Value - Refusing : Value ?? 0;

    /// <summary>What it is, for a person.</summary>
    public string Words => Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"{Parameter} is {value} in {ParameterGroup}")
        : $"{ParameterGroup} has no parameter {Parameter}";

    /// <summary>Why writes cannot be refused by it.</summary>
    public IEnumerable<string> Problems(DeployedRegion region)
    {
        var group = $"{region.ReplicationGroupId}, which is to refuse writes,";
        if (ParameterGroup.StartsWith("default.", StringComparison.Ordinal))
        {
            yield return $"{group} has {ParameterGroup}, which cannot be modified: expected a parameter group of its own";
        }
        else if (Value is null || !IsModifiable)
        {
            var why = Value is null ? "which has no parameter" : "where ElastiCache does not let change";
            yield return $"{group} has {ParameterGroup}, {why} {Parameter} without a reboot: expected one that can be changed";
        }
        else if (!Allows(AllowedValues, ToRefuse))
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{Parameter} in {ParameterGroup} takes {AllowedValues}: expected that it takes {ToRefuse}");
        }
        if (MaxLag == 0)
        {
            yield return $"{MaxLagParameter} is 0 in {ParameterGroup}, which switches {Parameter} off: expected 1 or more";
        }
        if (Others.Count > 0)
        {
            yield return $"{ParameterGroup} is not the parameter group of {region.ReplicationGroupId} alone, and of all its nodes: "
                + $"{string.Join(", ", Others)}: expected nobody else's, or others would refuse writes as well";
        }
    }

    /// <summary>Whether a number is among the values that ElastiCache allows, such as <c>0-</c>, <c>1-100</c> or <c>0,20-</c>.</summary>
    public static bool Allows(string? allowed, int value) => allowed is null || allowed.Split(',').Any(part =>
        part.Split('-') switch
        {
            [var from, var to] => !(Number(from) > value) && !(Number(to) < value),
            [var one] => Number(one) == value,
            _ => false,
        });

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
