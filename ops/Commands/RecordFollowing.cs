using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Waits for the writer name.</summary>
internal static class RecordFollowing
{
    /// <summary>Waits until the record names a Region or, while Route 53 does not answer, the Region overrides the record.</summary>
    public static async Task FollowAsync(CommandContext context, DeployedRegion region, CancellationToken cancellationToken)
    {
        var (name, how) = (context.Store.WriterName, "");
        await context.FollowAsync(async () =>
        {
            var record = await context.StatusReader.RecordAsync(cancellationToken);
            if (record.Silence is { } silence && region.Overrides)
            {
                var look = await context.StatusReader.OverrideAsync(region, cancellationToken);
                how = Words(name, look.Overriding) ?? "";
                return how.Length > 0 ? null : $"{silence}; " + (UnknownCause.Among(look.Unknown) is [var cause, ..] ? cause.Reason
                    : $"{region.Name} does not override yet, which its function decides within a minute");
            }
            how = $"{name} leads to {region.PrimaryEndpoint} ({region.Name})";
            return record.Silence ?? record.Foreign
                ?? (record.Target == region.PrimaryEndpoint ? null : $"{name} leads to {record.Target ?? "nothing"}");
        }, cancellationToken);
        context.Tell(how);
    }

    private static string? Words(string name, OverrideStatus? look) => look switch
    {
        { Since: { } since } => $"{look.Region.Name} overrides {name} since {OverrideStatus.Time(since)}: within two to three minutes the "
            + $"name leads to {look.Region.PrimaryEndpoint} in every Region. When Route 53 answers again, the record follows and the "
            + "override ends",
        { IsAtHome: true } => $"{name} leads to {look.Region.PrimaryEndpoint} ({look.Region.Name}), as its function last read the record: "
            + "there is nothing to override",
        _ => null,
    };
}
