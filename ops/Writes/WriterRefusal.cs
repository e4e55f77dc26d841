using System.Globalization;
using SessionStore.Ops.Commands;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Writes;

/// <summary>Whether the old writer can be told to refuse writes, and what it means if not.</summary>
/// <param name="Old">The Region that the writer name leads to; null where nobody knows.</param>
/// <param name="Told">The Region that is told; null for none.</param>
/// <param name="Continues">Whether it refuses writes already.</param>
/// <param name="RefuseFor">For how long after the name has moved.</param>
/// <param name="Untold">Why it is not told.</param>
/// <param name="Problems">What has to be mended first, or to be left out by --refuse-writes false.</param>
internal sealed record WriterRefusal(
    DeployedRegion? Old, DeployedRegion? Told, bool Continues, TimeSpan RefuseFor, string? Untold, IReadOnlyList<string> Problems)
{
    private const string Otherwise = "--refuse-writes false goes on without, and loses what is written there meanwhile";

    /// <summary>Judges by what was seen.</summary>
    /// <param name="old">The Region that the writer name leads to; null where nobody knows.</param>
    public static WriterRefusal Of(StoreStatus status, DeployedRegion? old, PromoteOptions options)
    {
        if (old is null || !options.RefuseWrites)
        {
            return Not(old is null ? "nobody knows who the writer is" : "--refuse-writes false leaves that out", []);
        }
        var seen = status.At(old);
        var unknown = UnknownCause.Among(seen.Unknown.Where(fact => fact.Name == RegionStatus.NameOf(nameof(RegionStatus.Writes))));
        if (unknown is [var cause, ..])
        {
            return Not(cause.Reason, options.AcceptLag ? [] : [$"{cause.Reason}: {old.Name} cannot be told to refuse writes. {Otherwise}"]);
        }
        if (seen.Writes is not { } writes)
        {
            return Not($"{old.ReplicationGroupId} does not exist", []);
        }
        string[] problems = [.. writes.Refuses ? [] : writes.Problems(old)];
        return problems.Length == 0
            ? new(old, old, writes.Refuses, options.RefuseFor, null, [])
            : Not(problems[0], [.. problems, Otherwise]);

        WriterRefusal Not(string why, IReadOnlyList<string> problems) => new(old, null, false, options.RefuseFor, why, problems);
    }

    /// <summary>What that means, before it is done.</summary>
    /// <param name="name">The writer name.</param>
    /// <param name="promoted">The Region that it will lead to.</param>
    public IEnumerable<string> Warnings(string name, string promoted)
    {
        if (Told is not null)
        {
            var does = Continues ? "refuses writes already, since a promotion that was interrupted" : "will refuse writes";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{Told.Name} {does} ({MinReplicas.Parameter}), until {RefuseFor.TotalSeconds:0} s after {name} leads to {promoted}: then ")
                + "nothing that was acknowledged is lost. From the refusal until clients have followed the name nobody takes "
                + "writes: half a minute or so.";
        }
        else if (Old is not null)
        {
            yield return $"{Old.Name} could not be told to refuse writes ({Untold}), and goes on accepting them, if it still runs, from "
                + "whoever has not looked the name up again. What is written there from the moment that the store here is closed until "
                + "writers have followed the name, some seconds to a minute and the record's time to live, is lost.";
        }
    }

    /// <summary>What a person has to know of writes that go on being refused.</summary>
    public static string Left(PromotionPlan plan) =>
        $"{plan.Told!.ReplicationGroupId} GOES ON REFUSING WRITES ({MinReplicas.Parameter}): promote {plan.Promoted.Name} goes on where "
        + $"this has ended, accept-writes {plan.Told.Name} lets it take writes again; status shows where the name leads.";
}
