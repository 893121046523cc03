namespace PersonaGrain.Architecture.Tests;

/// <summary>Core ← {Journals, Learning} ← {Embedded, Postgres, Grains, Gateway ← Dashboard} ← executables; Orleans only in Grains and Silo.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Executables = ["PersonaGrain.Cli", "PersonaGrain.Silo"];

    /// <summary>What belongs to no engine, and stands between Core and the engines.</summary>
    private static readonly string[] Middle = ["PersonaGrain.Journals", "PersonaGrain.Learning"];

    public static TheoryData<string> Libraries => [.. SourceTree.Projects("src").Except(Executables)];

    public static TheoryData<string> All => [.. SourceTree.Projects("src").Concat(SourceTree.Projects("tests"))];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_refers_only_to_what_stands_below_it(string project)
    {
        string[] allowed = project == "PersonaGrain.Core" ? []
            : Middle.Contains(project) ? ["PersonaGrain.Core"]
            : ["PersonaGrain.Core", .. Middle, .. project == "PersonaGrain.Dashboard" ? ["PersonaGrain.Gateway"] : Array.Empty<string>()];

        SourceTree.ProjectReferences(project).Except(allowed).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Orleans_is_known_to_grains_and_silo_alone(string project)
    {
        var orleans = SourceTree.PackageReferences(project).Where(package => package.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal));
        var tested = Array.Find(new[] { ".Tests", ".Benchmarks" }, end => project.EndsWith(end, StringComparison.Ordinal)) is { } kind ? project[..^kind.Length] : project;
        if (tested is not ("PersonaGrain.Grains" or "PersonaGrain.Silo"))
        {
            orleans.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Core_refers_to_no_package() => SourceTree.PackageReferences("PersonaGrain.Core").ShouldBeEmpty();

    [Fact]
    public void Nothing_outside_tests_refers_to_a_test_project()
    {
        var tests = SourceTree.Projects("tests").ToHashSet();

        SourceTree.Projects("src").SelectMany(SourceTree.ProjectReferences).Where(tests.Contains).ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        var solution = SourceTree.Read("PersonaGrain.sln");

        SourceTree.Projects("src").Concat(SourceTree.Projects("tests"))
            .Where(project => !solution.Contains($"{project}.csproj", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
