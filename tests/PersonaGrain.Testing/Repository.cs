namespace PersonaGrain.Testing;

/// <summary>Finds files of the repository from wherever the test binary runs.</summary>
public static class Repository
{
    /// <summary>The environment variable that names the folder of shared data, where it is not beside the repository.</summary>
    public const string DataVariable = "PERSONAGRAIN_DATA";

    /// <summary>The folder of PersonaGrain.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of the repository.</summary>
    public static string File(string relative) => Path.Combine(Root, relative);

    /// <summary>A file of the shared data, which may be missing; see <see cref="SharedDataFactAttribute"/>.</summary>
    /// <param name="relative">Its path below the data folder, such as <c>cdnow/CDNOW_master.txt</c>.</param>
    public static string SharedData(string relative) => Path.Combine(DataRoot, relative);

    /// <summary>Why a test that needs these files is skipped, or null when all are there.</summary>
    internal static string? WhyMissing(IEnumerable<string> relatives)
    {
        var missing = relatives.Where(relative => !Path.Exists(SharedData(relative))).ToArray();
        return missing.Length == 0
            ? null
            : $"needs shared data that is not here: {string.Join(", ", missing)} (looked in {DataVariable} or ../shared/data)";
    }

    private static string DataRoot =>
        Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } given
            ? given
            : Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "PersonaGrain.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no PersonaGrain.sln above {AppContext.BaseDirectory}");
    }
}
