using System.Net;

namespace SessionStore.Components;

/// <summary>Another Region, as far as addresses go.</summary>
/// <param name="Who">Such as "the primary".</param>
/// <param name="VpcCidr">Its VPC's range.</param>
public sealed record Neighbour(string Who, IPNetwork VpcCidr);
