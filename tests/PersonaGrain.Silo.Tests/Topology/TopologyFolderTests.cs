using PersonaGrain.Silo.Commands;
using PersonaGrain.Silo.Topology;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary>What is noted about a cluster is told while it runs, and not of one before.</summary>
public sealed class TopologyFolderTests : IDisposable
{
    private static readonly ProcessRecord Ready = new("silo-1", null, 1, "ready", "silo-1.log");
    private readonly TemporaryFolder _temporary = new();

    private string Data => _temporary.File("cluster");

    [Fact]
    public void Record_is_read_while_the_folder_is_held()
    {
        var folder = new TopologyFolder(Data);
        folder.Write(Record(Environment.ProcessId, Ready));

        folder.Read().ShouldBeNull();
        using var held = folder.TryLock();
        folder.Read().ShouldNotBeNull().IsReady.ShouldBeTrue();
    }

    [Fact]
    public void Record_of_a_process_that_is_gone_is_not_read()
    {
        var folder = new TopologyFolder(Data);
        folder.Write(Record(int.MaxValue, Ready));
        using var held = folder.TryLock();

        folder.Read().ShouldBeNull();
    }

    [Fact]
    public void Record_and_process_ids_of_an_earlier_run_are_forgotten()
    {
        var folder = new TopologyFolder(Data);
        folder.Write(Record(Environment.ProcessId, Ready));
        File.WriteAllText(folder.Pid("silo-1"), "1");
        using var held = folder.TryLock();

        folder.Forget();

        folder.Read().ShouldBeNull();
        File.Exists(folder.Pid("silo-1")).ShouldBeFalse();
    }

    [Fact]
    public async Task Cluster_that_starts_is_not_ready()
    {
        var folder = new TopologyFolder(Data);
        folder.Write(Record(Environment.ProcessId));
        using var held = folder.TryLock();
        using var output = new StringWriter();

        (await ClusterStatus.TellAsync(Data, json: false, output)).ShouldBe((int)ExitCode.Unexpected);

        output.ToString().ShouldContain("starts or ends");
    }

    [Fact]
    public async Task Looking_at_the_folder_does_not_keep_a_cluster_from_it()
    {
        var folder = new TopologyFolder(Data);
        using var enough = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                folder.IsInUse();
            }
        });

        for (var times = 0; times < 1_000; times++)
        {
            using var held = folder.TryLock();
            held.ShouldNotBeNull();
        }

        await enough.CancelAsync();
        await looking;
    }

    [Fact]
    public async Task File_in_the_place_of_the_folder_is_told_with_what_to_do()
    {
        await File.WriteAllTextAsync(Data, "a file");
        using var error = new StringWriter();

        var exit = await ClusterUp.RunAsync(new TopologyRequest("cluster", 1, 1, 0, 0, Data, null), TextWriter.Null, error, CancellationToken.None);

        exit.ShouldBe((int)ExitCode.FaultyInput);
        error.ToString().ShouldStartWith("error: ");
        error.ToString().ShouldContain("--data");
    }

    public void Dispose() => _temporary.Dispose();

    private static TopologyRecord Record(int pid, params ProcessRecord[] processes) => new(pid, "http://127.0.0.1:5080", null, processes);
}
