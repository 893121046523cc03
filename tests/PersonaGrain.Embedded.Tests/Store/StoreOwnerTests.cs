using System.Diagnostics;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Store;

public sealed class StoreOwnerTests : OpenGrid
{
    [Fact]
    public async Task Second_grid_is_told_who_holds_the_store()
    {
        await OpenAsync(Some.Catalog());

        var held = (await TryOpenAsync()).ShouldBeOfType<EmbeddedGridOpening.HeldByAnother>();

        held.ProcessId.ShouldBe(Environment.ProcessId);
        held.Since.ShouldBe(Clock.GetUtcNow());
        held.Command.ShouldBe(Environment.CommandLine.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Closed_grid_leaves_the_store_free()
    {
        var grid = await OpenAsync(Some.Catalog());
        await grid.DisposeAsync();

        await OpenAsync();
    }

    [Fact]
    public async Task Owner_in_another_process_keeps_the_store_until_it_is_killed()
    {
        await (await OpenAsync(Some.Catalog())).DisposeAsync();
        using var owner = Process.Start(new ProcessStartInfo("flock", ["--no-fork", "--exclusive", Folder.File("owner.lock"), "sh", "-c", "echo held; exec sleep 600"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }).ShouldNotBeNull();
        (await owner.StandardOutput.ReadLineAsync(Deadline)).ShouldBe("held");
        await File.WriteAllLinesAsync(Folder.File("owner.txt"), [$"{owner.Id}", "2026-03-01T11:00:00Z", "persona serve"], Deadline);

        (await TryOpenAsync()).ShouldBe(
            new EmbeddedGridOpening.HeldByAnother(owner.Id, new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero), "persona serve"));

        owner.Kill();
        await owner.WaitForExitAsync(Deadline);
        await OpenAsync();
    }
}
