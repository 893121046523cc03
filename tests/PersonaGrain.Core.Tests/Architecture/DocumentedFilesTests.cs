using System.Text.RegularExpressions;
using PersonaGrain.Testing;

namespace PersonaGrain.Architecture.Tests;

/// <summary>The files that the pages for people name are there; most of all those of the map in <c>docs/engineering.md</c>.</summary>
public sealed partial class DocumentedFilesTests
{
    private const string Section = "## Where each behaviour lives";

    private static readonly string[] Roots = ["src/", "tests/", "docs/", "docker/", "silo-config/", ".ci/"];

    /// <summary>The rows of the map, without the heads of its tables.</summary>
    private static readonly string[] Rows = [.. SourceTree.Read("docs/engineering.md").Split(Section)[1].Split("\n## ")[0].Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| behaviour", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))];

    [Fact]
    public void Files_of_the_map_exist()
    {
        var files = Rows.SelectMany(FilesOf).ToList();

        files.Count.ShouldBeGreaterThan(100);
        files.Where(file => !File.Exists(Repository.File(file))).ShouldBeEmpty();
    }

    [Fact]
    public void Each_row_of_the_map_names_a_file() => Rows.Where(row => !FilesOf(row).Any()).ShouldBeEmpty();

    [Fact]
    public void Each_project_has_its_place_in_the_map()
    {
        var projects = Rows.SelectMany(FilesOf).Select(file => file.Split('/')[1]).ToHashSet();

        SourceTree.Projects("src").Except(projects).ShouldBeEmpty();
    }

    [Fact]
    public void Files_and_folders_that_pages_name_by_their_path_exist()
    {
        var named = SourceTree.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(page => Code().Matches(SourceTree.Read(page)), (page, code) => (Page: page, Path: code.Groups[1].Value))
            .Where(entry => Array.Exists(Roots, root => entry.Path.StartsWith(root, StringComparison.Ordinal)))
            .ToList();

        named.ShouldNotBeEmpty();
        named.Where(entry => !Path.Exists(Repository.File(entry.Path))).ShouldBeEmpty();
    }

    /// <summary>What the cells of a row behind the first name in code: <c>Core/Turns/Actor.cs</c> stands for <c>src/PersonaGrain.Core/Turns/Actor.cs</c>.</summary>
    private static IEnumerable<string> FilesOf(string row) =>
        Code().Matches(row[row.IndexOf('|', 2)..]).Select(code => "src/PersonaGrain." + code.Groups[1].Value);

    [GeneratedRegex("`([^`\n ]+)`")]
    private static partial Regex Code();
}
