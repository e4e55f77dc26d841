using SessionStore.Failover;

namespace SessionStore.Ops.Status;

/// <summary>The history beside the writer name, for a person.</summary>
internal static class HistoryText
{
    /// <summary>The last order that was carried out, by whomever.</summary>
    /// <param name="record">What Route 53 showed.</param>
    public static string LastOrder(RecordStatus record) => Of(record.Records?.HistoryOrEmpty.Order);

    /// <summary>An order; null for none.</summary>
    public static string Of(Order? order) => order is not null
        ? FormattableString.Invariant($"{order.Kind} of {order.Group} at {order.Published:yyyy-MM-dd HH:mm:ss 'UTC'}")
        : "none";

    /// <summary>The group that is entitled to the name while nothing is pinned, and since when.</summary>
    /// <param name="record">What Route 53 showed.</param>
    public static string Entitled(RecordStatus record) => record.Records?.HistoryOrEmpty.Claim is { } claim
        ? FormattableString.Invariant($"{claim.Group} since {claim.At:yyyy-MM-dd HH:mm:ss 'UTC'} ({Words(claim.Basis)})")
        : "nobody yet";

    private static string Words(ClaimBasis basis) => basis switch
    {
        ClaimBasis.Notice => "its promotion was announced",
        ClaimBasis.Role => "shown as the primary",
        _ => "the first",
    };
}
