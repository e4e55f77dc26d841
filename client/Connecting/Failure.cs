using StackExchange.Redis;

namespace SessionStore.Client.Connecting;

/// <summary>What a failed operation says about itself and about its connection.</summary>
internal enum Failure
{
    /// <summary>
    /// The server has refused it for a reason of its own, or the program is wrong: nothing to do with reaching the store.
    /// </summary>
    Refused,

    /// <summary>READONLY: the server is not, or no longer, the primary. Nothing was written.</summary>
    ReadOnly,

    /// <summary>CLUSTERDOWN, MASTERDOWN, LOADING, or a slot that moved: the server cannot serve it now. Nothing was done.</summary>
    NotServing,

    /// <summary>NOREPLICAS, TRYAGAIN: the server will serve it in a moment. Nothing was done.</summary>
    Busy,

    /// <summary>NOAUTH, WRONGPASS, NOPERM in a handshake: signing in has failed. Nothing was done.</summary>
    SignIn,

    /// <summary>There was no connection to send it over. Nothing was done.</summary>
    NotSent,

    /// <summary>The connection was lost after it was sent: it may have been carried out.</summary>
    Lost,

    /// <summary>No answer came in time: it may have been carried out, or still be.</summary>
    Timeout,
}

/// <summary>Reads StackExchange.Redis's exceptions.</summary>
internal static class Failures
{
    // The only thing that tells this exception from others of its type (ExceptionFactory.PrimaryOnly): the client knows that the server is
    // a replica and sends nothing.
    private const string ToReplica = "Command cannot be issued to a replica";

    /// <summary>What an exception of an operation means.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        RedisServerException server => OfServer(server.Message),
        RedisTimeoutException => Failure.Timeout,
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => Failure.SignIn,
        RedisConnectionException { CommandStatus: CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog } => Failure.NotSent,
        RedisConnectionException => Failure.Lost,
        RedisCommandException command when command.Message.StartsWith(ToReplica, StringComparison.Ordinal) => Failure.ReadOnly,
        RedisCommandException { InnerException: RedisServerException server } => OfServer(server.Message),
        // The connection was closed under it. A task that its library cancels is likewise one whose end nobody knows.
        ObjectDisposedException or IOException or System.Net.Sockets.SocketException or OperationCanceledException => Failure.Lost,
        TimeoutException => Failure.Timeout,
        _ => Failure.Refused,
    };

    /// <summary>The first word of a server's error, such as READONLY; null for other exceptions.</summary>
    public static string? CodeOf(Exception exception) =>
        exception is RedisServerException { Message: var message } ? message.Split(' ', 2)[0] : null;

    private static Failure OfServer(string message) => message.Split(' ', 2)[0] switch
    {
        "READONLY" => Failure.ReadOnly,
        "CLUSTERDOWN" or "MASTERDOWN" or "LOADING" or "MOVED" or "ASK" => Failure.NotServing,
        "NOREPLICAS" or "TRYAGAIN" => Failure.Busy,
        "NOAUTH" or "WRONGPASS" => Failure.SignIn,
        _ => Failure.Refused,
    };
}
