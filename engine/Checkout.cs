namespace SessionStore.Engine;

/// <summary>Finds the checkout that the running assembly was built from.</summary>
public static class Checkout
{
    /// <summary>The folder with Pulumi.yaml and the stack files.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            // The solution, not Pulumi.yaml: a missing Pulumi.yaml should be reported as what it is.
            if (File.Exists(Path.Combine(folder.FullName, "SessionStore.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"{start}: expected SessionStore.slnx in it or in a folder above it");
    }
}
