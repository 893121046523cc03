using System.Xml.Linq;
using PersonaGrain.Testing;

namespace PersonaGrain.Architecture.Tests;

/// <summary>The repository's own files, as the architecture tests read them.</summary>
internal static class SourceTree
{
    private static readonly string[] Ignored = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", "data"];

    /// <summary>Every file that could be tracked, by its path from the root.</summary>
    internal static IEnumerable<string> Files { get; } = [.. Walk(new DirectoryInfo(Repository.Root))
        .Select(file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))];

    internal static IEnumerable<string> Sources => Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    internal static string Read(string file) => File.ReadAllText(Repository.File(file));

    /// <summary>The names of the projects below a folder, such as <c>PersonaGrain.Core</c>.</summary>
    internal static IEnumerable<string> Projects(string folder) => Files
        .Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>The projects that a project refers to.</summary>
    internal static IEnumerable<string> ProjectReferences(string project) =>
        Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    /// <summary>The packages and frameworks that a project refers to.</summary>
    internal static IEnumerable<string> PackageReferences(string project) =>
        Items(project, "PackageReference").Concat(Items(project, "FrameworkReference"));

    private static IEnumerable<string> Items(string project, string kind)
    {
        var file = Files.Single(file => file.EndsWith($"/{project}.csproj", StringComparison.Ordinal));
        return XDocument.Parse(Read(file)).Descendants(kind).Select(item => (string?)item.Attribute("Include") ?? string.Empty);
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
    {
        var isRoot = folder.FullName == Repository.Root;
        var below = folder.EnumerateDirectories()
            .Where(child => (!child.Name.StartsWith('.') || child.Name == ".ci") && !(Ignored.Contains(child.Name) && (isRoot || child.Name != "data")));
        return folder.EnumerateFiles().Concat(below.SelectMany(Walk));
    }
}
