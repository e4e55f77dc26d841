using System.Text.Json.Serialization;
using Amazon.Lambda.SNSEvents;

namespace SessionStore.Failover;

/// <summary>JSON code for the function's event, made at build time: a cold start has no time for reflection.</summary>
[JsonSerializable(typeof(SNSEvent))]
internal sealed partial class JsonContext : JsonSerializerContext;
