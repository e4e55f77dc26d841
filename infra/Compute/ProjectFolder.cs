namespace SessionStore.Infra.Compute;

/// <summary>The folder that paths in settings are relative to.</summary>
internal static class ProjectFolder
{
    /// <summary>Where Pulumi.yaml is: the CLI starts a program in its own folder, which <c>main</c> moves to infra/.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
            {
                return folder.FullName;
            }
        }
        return Directory.GetCurrentDirectory();
    }
}
