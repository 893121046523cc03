using System.Xml.Linq;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Deployment;

/// <summary>What a project's own file says.</summary>
internal static class ProjectGraph
{
    /// <summary>A project and all that it refers to, directly or not; paths from the root of the repository.</summary>
    public static IReadOnlySet<string> Of(string project)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Visit(project);
        return found;

        void Visit(string path)
        {
            if (found.Add(path))
            {
                foreach (var reference in Items(path, "ProjectReference"))
                {
                    Visit(reference);
                }
            }
        }
    }

    /// <summary>Files from elsewhere that a project puts beside its program; paths from the root of the repository, some with wildcards.</summary>
    public static IEnumerable<string> Content(string project) => Items(project, "Content");

    /// <summary>The name of the program that a project makes.</summary>
    public static string AssemblyName(string project) =>
        XDocument.Load(Repository.File(project)).Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> Items(string project, string kind)
    {
        var folder = Path.GetDirectoryName(Repository.File(project))!;
        return XDocument.Load(Repository.File(project)).Descendants(kind)
            .SelectMany(static item => ((string?)item.Attribute("Include") ?? string.Empty).Split(';'))
            .Where(static include => include.StartsWith("..", StringComparison.Ordinal))
            .Select(include => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, include))));
    }
}
