using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Deployment;

/// <summary>The Dockerfile agrees with the projects, as far as that shows without building it.</summary>
public sealed class DockerfileTests
{
    private const string Project = "src/PersonaGrain.Silo/PersonaGrain.Silo.csproj";
    private static readonly Dockerfile File = Dockerfile.Read("docker/Dockerfile");

    [Fact]
    public void Copied_files_are_in_the_repository_and_reach_the_build()
    {
        var ignored = System.IO.File.ReadAllLines(Repository.File(".dockerignore"));
        ignored.ShouldContain("**");

        foreach (var source in Sources(File.Build.Instructions))
        {
            Path.Exists(Repository.File(source)).ShouldBeTrue(source);
            Array.Exists(ignored, line => line.StartsWith('!') && (line[1..] == source || (line.EndsWith("/**", StringComparison.Ordinal) && source.StartsWith(line[1..^2], StringComparison.Ordinal))))
                .ShouldBeTrue($".dockerignore keeps {source} from the build");
        }
    }

    [Fact]
    public void Everything_that_the_restore_reads_is_copied_before_it()
    {
        var restore = File.Build.Instructions.TakeWhile(static instruction => !instruction.Rest.StartsWith("dotnet restore", StringComparison.Ordinal)).ToList();
        restore.Count.ShouldBeLessThan(File.Build.Instructions.Count, "no restore");
        var copied = Sources(restore).ToHashSet();

        ProjectGraph.Of(Project).Except(copied).ShouldBeEmpty("projects that are not copied before the restore");
        copied.Where(static source => source.EndsWith(".csproj", StringComparison.Ordinal)).Except(ProjectGraph.Of(Project)).ShouldBeEmpty("projects that are not needed");
        new[] { "global.json", "Directory.Build.props", "Directory.Packages.props" }.Except(copied).ShouldBeEmpty();
        foreach (var copy in restore.Where(static instruction => instruction is { Word: "COPY" } && instruction.Rest.Contains(".csproj", StringComparison.Ordinal)))
        {
            Path.GetDirectoryName(copy.Words[0]).ShouldBe(copy.Words[1].TrimEnd('/'), "a project must stand where the solution has it");
        }
    }

    [Fact]
    public void Files_that_the_project_takes_from_elsewhere_are_copied_before_it_is_published()
    {
        var copied = Sources(File.Build.Instructions).ToList();

        ProjectGraph.Content(Project).Where(content => !copied.Exists(source => content == source || content.StartsWith(source.TrimEnd('/') + "/", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Published_program_is_the_one_that_is_run()
    {
        var publish = File.Build.Of("RUN").Single(static run => run.Rest.StartsWith("dotnet publish", StringComparison.Ordinal)).Rest;
        var final = File.Stages[^1];
        var program = $"/app/{ProjectGraph.AssemblyName(Project)}.dll";

        publish.ShouldStartWith($"dotnet publish {Project} ");
        publish.ShouldContain("--no-restore");
        publish.ShouldContain("--output /app ");
        final.Of("COPY").Select(static copy => copy.Rest).ShouldBe(
            [$"--from={File.Build.Name} /app ./", $"--from={File.Build.Name} /usr/share/zoneinfo /usr/share/zoneinfo"], "the program, and the time zones that catalogs may name");
        final.Of("WORKDIR").ShouldHaveSingleItem().Rest.ShouldBe("/app");
        final.Of("ENTRYPOINT").ShouldHaveSingleItem().Words.ShouldBe(["dotnet", program]);
    }

    [Fact]
    public void Images_are_those_of_the_target_framework_and_the_sdk()
    {
        var framework = XDocument.Load(Repository.File("Directory.Build.props")).Descendants("TargetFramework").Single().Value.Replace("net", string.Empty, StringComparison.Ordinal);
        var sdk = JsonNode.Parse(System.IO.File.ReadAllText(Repository.File("global.json")))!["sdk"]!["version"]!.GetValue<string>();

        File.Build.Image.ShouldStartWith($"mcr.microsoft.com/dotnet/sdk:{framework}-");
        sdk.ShouldStartWith(framework + ".");
        File.Stages[^1].Image.ShouldStartWith($"mcr.microsoft.com/dotnet/aspnet:{framework}-");
        XDocument.Load(Repository.File("Directory.Build.props")).Descendants("InvariantGlobalization").Single().Value.ShouldBe("true", "the chiselled image has no ICU");
    }

    [Fact]
    public void Final_stage_is_not_root_and_ends_by_sigterm()
    {
        var final = File.Stages[^1];

        final.Of("USER").ShouldHaveSingleItem().Rest.ShouldNotBeOneOf("root", "0", "0:0");
        final.Of("STOPSIGNAL").ShouldHaveSingleItem().Rest.ShouldBe("SIGTERM");
        final.Of("EXPOSE").ShouldHaveSingleItem().Words.ShouldBe(Ports(), ignoreOrder: true);
        final.Of("RUN").ShouldBeEmpty("a chiselled image has no shell");
    }

    [Fact]
    public async Task Health_check_and_command_are_command_lines_that_the_program_understands()
    {
        var final = File.Stages[^1];
        var check = Regex.Match(final.Of("HEALTHCHECK").Single().Rest, @"CMD (\[.*\])$").Groups[1].Value;
        var words = new Instruction("CMD", check).Words;
        words[..2].ShouldBe(["dotnet", $"/app/{ProjectGraph.AssemblyName(Project)}.dll"]);

        // Nothing listens: it must say so, and not that it can not be understood.
        var environment = new Dictionary<string, string> { ["PersonaGrain__Urls"] = "http://127.0.0.1:1" };
        var (exit, told) = await SiloRun.RunAsync(environment, words[2..]);
        exit.ShouldBe(1, told);
        told.ShouldContain("does not answer");

        var (faulty, names) = await SiloRun.RunAsync(new Dictionary<string, string>(), final.Of("CMD").Single().Words);
        faulty.ShouldBe(3);
        names.Trim().ShouldBe("error: " + Settings.SiloSettingsValidator.NoDatabase);
    }

    private static string[] Ports()
    {
        var settings = new Settings.SiloSettings();
        return [$"{new Uri(settings.Urls).Port}", $"{settings.Cluster.SiloPort}", $"{settings.Cluster.ClientPort}"];
    }

    private static IEnumerable<string> Sources(IEnumerable<Instruction> instructions) =>
        instructions.Where(static instruction => instruction.Word == "COPY").SelectMany(static copy => copy.Words[..^1]).Where(static word => !word.StartsWith("--", StringComparison.Ordinal));
}
