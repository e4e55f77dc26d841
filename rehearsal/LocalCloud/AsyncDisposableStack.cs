namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>What was started, which ends in the opposite order; for those who start several things of which each can fail.</summary>
internal sealed class AsyncDisposableStack : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _ends = new();

    /// <summary>Takes something over.</summary>
    /// <returns>The same.</returns>
    public T Use<T>(T resource) where T : IAsyncDisposable
    {
        _ends.Push(resource.DisposeAsync);
        return resource;
    }

    /// <summary>Takes over what is to be done at the end.</summary>
    public void Defer(Action end) => _ends.Push(() =>
    {
        end();
        return ValueTask.CompletedTask;
    });

    /// <summary>Makes a folder for temporary files, which is deleted at the end.</summary>
    /// <returns>The folder's path.</returns>
    public string UseTemporaryFolder()
    {
        var folder = Directory.CreateTempSubdirectory("session-store-").FullName;
        Defer(() => Directory.Delete(folder, recursive: true));
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        while (_ends.TryPop(out var end))
        {
            await end();
        }
    }
}
