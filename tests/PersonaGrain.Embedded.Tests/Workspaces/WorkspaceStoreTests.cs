using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded.Tests.Workspaces;

/// <summary>What this engine does with the stores of workspaces beside what every engine promises.</summary>
public sealed class WorkspaceStoreTests : OpenGrid
{
    private static readonly WorkspaceName Acme = WorkspaceName.Parse("acme");

    private string AcmeFolder => WorkspaceFolders.Of(Folder.Path, Acme);

    [Fact]
    public async Task Store_of_one_grid_becomes_main_in_place()
    {
        await using (var grid = await OpenAsync(Some.Catalog()))
        {
            await ObserveAsync(grid);
        }

        await using var directory = await OpenDirectoryAsync();

        directory.Workspaces.ShouldHaveSingleItem().Name.IsMain.ShouldBeTrue();
        (await directory.Main.ProfileAsync(Some.Profile(), Deadline)).ShouldNotBeNull().Signals.ShouldBe(1);
        File.Exists(StoreFiles.PathIn(Folder.Path)).ShouldBeTrue();
        Directory.Exists(Path.Combine(Folder.Path, "workspaces")).ShouldBeFalse("a user of one workspace never sees one");
    }

    [Fact]
    public async Task Main_of_a_directory_opens_as_a_grid_of_its_own()
    {
        await using (var directory = await OpenDirectoryAsync(catalog: true))
        {
            await ObserveAsync(directory.Main);
            (await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        }

        await using var grid = await OpenAsync();
        (await grid.ProfileAsync(Some.Profile(), Deadline)).ShouldNotBeNull().Signals.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, "adding")]
    [InlineData(2, "removing")]
    public async Task What_a_killed_process_left_half_done_is_taken_away(int state, string what)
    {
        await using (var directory = await OpenDirectoryAsync(catalog: true))
        {
            (await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        }

        using (var connection = StoreConnection.Open(StoreFiles.PathIn(Folder.Path), StoreAccess.Write, TimeSpan.FromSeconds(1)))
        {
            WorkspaceTable.Write(connection, new Workspace(Acme, default), (WorkspaceState)state);
        }

        await using var again = await OpenDirectoryAsync();

        again.Find(Acme).ShouldBeNull(what);
        Directory.Exists(AcmeFolder).ShouldBeFalse(what);
        again.Main.Engine.Readers.Read(WorkspaceTable.Read).ShouldBeEmpty(what);
    }

    [Fact]
    public async Task Removal_leaves_no_file()
    {
        await using var directory = await OpenDirectoryAsync(catalog: true);
        (await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        await ObserveAsync(directory.FindEmbedded(Acme)!);

        (await directory.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();

        Directory.Exists(AcmeFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task Damaged_workspace_keeps_no_other_from_opening_and_says_why()
    {
        await using (var directory = await OpenDirectoryAsync(catalog: true))
        {
            (await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        }

        await File.WriteAllBytesAsync(StoreFiles.PathIn(AcmeFolder), new byte[4_096], Deadline);

        await using var again = await OpenDirectoryAsync();

        again.Find(Acme).ShouldBeNull();
        again.Workspaces.Single(workspace => workspace.Name == Acme).Fault.ShouldNotBeNull();
        await ObserveAsync(again.Main);
        (await again.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        Directory.Exists(AcmeFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task Missing_store_and_a_damaged_row_keep_nothing_else_from_opening()
    {
        var bolt = WorkspaceName.Parse("bolt");
        await using (var directory = await OpenDirectoryAsync(catalog: true))
        {
            (await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
            (await directory.AddAsync(new Workspace(bolt, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        }

        Directory.Delete(AcmeFolder, recursive: true);
        using (var connection = StoreConnection.Open(StoreFiles.PathIn(Folder.Path), StoreAccess.Write, TimeSpan.FromSeconds(1)))
        {
            connection.Execute("UPDATE workspaces SET body = x'00' WHERE name = 'bolt'");
        }

        await using var again = await OpenDirectoryAsync();

        again.Workspaces.Single(workspace => workspace.Name == Acme).Fault!.ShouldContain("not there");
        again.Workspaces.Single(workspace => workspace.Name == bolt).Fault!.ShouldContain("can not be read");
        Directory.Exists(AcmeFolder).ShouldBeFalse("opening makes no store");
        await ObserveAsync(again.Main);
    }

    [Fact]
    public async Task Folder_that_no_row_knows_is_not_deleted()
    {
        await using var directory = await OpenDirectoryAsync(catalog: true);
        Directory.CreateDirectory(AcmeFolder);
        var file = StoreFiles.PathIn(AcmeFolder);
        await File.WriteAllTextAsync(file, "all that is left", Deadline);

        (await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Refused>().Reason.ShouldContain("acme");

        (await File.ReadAllTextAsync(file, Deadline)).ShouldBe("all that is left");
    }

    [Fact]
    public async Task Closing_twice_does_nothing_and_changes_after_it_are_refused()
    {
        var directory = await OpenDirectoryAsync(catalog: true);
        await directory.DisposeAsync();
        await directory.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline));
    }

    [Fact]
    public async Task Directory_of_another_process_is_left_alone()
    {
        await using var directory = await OpenDirectoryAsync(catalog: true);

        (await EmbeddedGridDirectory.OpenAsync(Options, null, Clock, null, null, Deadline))
            .ShouldBeOfType<EmbeddedDirectoryOpening.NotOpened>().Why.ShouldBeOfType<EmbeddedGridOpening.HeldByAnother>();
    }

    [Fact]
    public async Task Workspaces_run_on_the_threads_of_one_and_on_one_more_that_commits()
    {
        await using var directory = await OpenDirectoryAsync(catalog: true);
        for (var number = 0; number < 8; number++)
        {
            var name = WorkspaceName.Parse($"w{number}");
            (await directory.AddAsync(new Workspace(name, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
            await ObserveAsync(directory.FindEmbedded(name)!);
        }

        var threads = directory.Workspaces.Select(workspace => directory.FindEmbedded(workspace.Name)!.Engine.Threads).ToArray();

        threads.SelectMany(grid => grid.Partitions).Distinct().Count().ShouldBe(Options.Partitions);
        threads.Select(grid => grid.Commits).Distinct().Count().ShouldBe(2);
        threads.ShouldAllBe(grid => grid.Partitions.Length == Options.Partitions);
    }

    [Fact]
    public async Task Memory_that_one_needs_is_taken_from_those_that_hold_more_than_their_share()
    {
        await using var directory = await OpenDirectoryAsync(catalog: true, Options with { Partitions = 1, MemoryBudget = 8_000_000 });
        (await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        var acme = directory.FindEmbedded(Acme)!;
        await FillAsync(directory.Main);
        var before = directory.Main.Engine.Partitions.ActorsInMemory;

        await FillAsync(acme);

        before.ShouldBeGreaterThan(0);
        (await directory.Main.ProfileAsync(Some.Profile("p0"), Deadline)).ShouldNotBeNull();
        directory.Main.Engine.Partitions.ActorsInMemory.ShouldBeLessThan(before);
        acme.Engine.Partitions.ActorsInMemory.ShouldBeGreaterThan(before / 4);
    }

    [Fact]
    public async Task Removed_workspace_is_held_by_nothing()
    {
        await using var directory = await OpenDirectoryAsync(catalog: true);
        var removed = await AddAndRemoveAsync(directory);

        for (var round = 0; round < 100 && removed.IsAlive; round++)
        {
            // What was just done is still on the way out of tasks and queues.
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        removed.IsAlive.ShouldBeFalse();
    }

    private async Task<WeakReference> AddAndRemoveAsync(EmbeddedGridDirectory directory)
    {
        (await directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        await ObserveAsync(directory.FindEmbedded(Acme)!);
        var reference = new WeakReference(directory.FindEmbedded(Acme)!.Engine.Partitions.All[0]);
        (await directory.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        return reference;
    }

    private async Task FillAsync(EmbeddedGrid grid)
    {
        for (var page = 0; page < 20; page++)
        {
            var observations = Enumerable.Range(page * 500, 500).Select(number => Some.Observation($"p{number}", time: Clock.Now)).ToArray();
            (await grid.ObserveAsync(observations, Deadline)).ShouldBeOfType<ObserveResult.Observed>();
        }

        await grid.SettleAsync(Deadline);
    }

    private async Task ObserveAsync(EmbeddedGrid grid) =>
        (await grid.ObserveAsync([Some.Observation(time: Clock.Now)], Deadline)).ShouldBeOfType<ObserveResult.Observed>();

    private async Task<EmbeddedGridDirectory> OpenDirectoryAsync(bool catalog = false, EmbeddedGridOptions? options = null) =>
        (await EmbeddedGridDirectory.OpenAsync(options ?? Options, catalog ? Some.Catalog() : null, Clock, null, null, Deadline))
            .ShouldBeOfType<EmbeddedDirectoryOpening.Opened>().Directory;
}
