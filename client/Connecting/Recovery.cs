namespace SessionStore.Client.Connecting;

/// <summary>What becomes of a connection after a failure on it.</summary>
internal enum Verdict
{
    /// <summary>It is as good as before.</summary>
    Keep,

    /// <summary>It may be dead: look the name up and ping it.</summary>
    Doubt,

    /// <summary>Look the name up and connect anew.</summary>
    Replace,
}

/// <summary>What becomes of an operation after a failure.</summary>
internal enum Next
{
    /// <summary>The caller gets the failure.</summary>
    GiveUp,

    /// <summary>It is repeated on whatever connection there is, after a short pause.</summary>
    Repeat,

    /// <summary>It is repeated on a connection that is newer than the one that it failed on.</summary>
    RepeatOnNewer,
}

/// <summary>What to do after a failure: a pure function of the failure and the operation.</summary>
/// <param name="Connection">What becomes of the connection.</param>
/// <param name="Operation">What becomes of the operation.</param>
/// <param name="MayBeDone">Whether the operation may have been carried out in spite of the failure.</param>
internal readonly record struct Recovery(Verdict Connection, Next Operation, bool MayBeDone)
{
    /// <summary>Decides.</summary>
    /// <param name="failure">What has happened.</param>
    /// <param name="repeatable">Whether the operation, done twice, is as if done once.</param>
    /// <param name="left">What is left of the operation's budget.</param>
    /// <param name="writes">Whether the connection is to the server that takes writes; only such a one has to.</param>
    public static Recovery Decide(Failure failure, bool repeatable, TimeSpan left, bool writes)
    {
        var mayBeDone = failure is Failure.Lost or Failure.Timeout;
        var connection = failure switch
        {
            Failure.ReadOnly => writes ? Verdict.Replace : Verdict.Keep,
            Failure.NotServing or Failure.SignIn or Failure.NotSent or Failure.Lost => Verdict.Replace,
            Failure.Timeout => Verdict.Doubt,
            // Who is told to take no writes any more is about to be replaced by another writer, and shows no other sign of it.
            Failure.Busy => writes ? Verdict.Doubt : Verdict.Keep,
            _ => Verdict.Keep,
        };
        var hopeless = failure == Failure.Refused || (failure == Failure.ReadOnly && !writes);
        var operation = hopeless || (mayBeDone && !repeatable) || left <= TimeSpan.Zero ? Next.GiveUp
            : connection == Verdict.Replace ? Next.RepeatOnNewer
            : Next.Repeat;
        return new(connection, operation, mayBeDone);
    }
}
