using Pulumi.Testing;

namespace SessionStore.Engine;

/// <summary>A function that a program called.</summary>
/// <param name="Provider">The URN and ID of the provider.</param>
public sealed record Called(string Token, string Provider);

/// <summary>A resource that a program registered.</summary>
/// <param name="Args">What the program asked for.</param>
/// <param name="Id">The ID that it got.</param>
/// <param name="State">The state that it got.</param>
public sealed record Registration(MockResourceArgs Args, string Id, IReadOnlyDictionary<string, object> State);
