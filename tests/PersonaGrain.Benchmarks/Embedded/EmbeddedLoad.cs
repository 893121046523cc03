using System.Globalization;
using PersonaGrain.Embedded;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>The numbers of the embedded engine, each as a ratio measured in this one run: <c>embedded [ingest|scale|memory|start|disk|budget|joins|accounts|workspaces|search]</c>.</summary>
internal static class EmbeddedLoad
{
    private const int Signals = 600_000;

    public static async Task RunAsync(string[] only)
    {
        switch (only)
        {
            case [StartLoad.Hold, var folder]:
                await StartLoad.HoldAsync(folder);
                return;
            case [BudgetLoad.Under, var mebibytes]:
                await BudgetLoad.MeasureAsync(int.Parse(mebibytes, CultureInfo.InvariantCulture));
                return;
            case [WorkspaceLoad.Among, var workspaces]:
                await WorkspaceLoad.MeasureAsync(int.Parse(workspaces, CultureInfo.InvariantCulture));
                return;
        }

        Print($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, batches of {LoadSignals.BatchSize}, 64 callers");
        if (Wants("ingest"))
        {
            await IngestAsync();
        }

        if (Wants("memory"))
        {
            await MemoryAsync();
        }

        if (Wants("scale"))
        {
            await ScaleAsync();
        }

        if (Wants("start"))
        {
            await StartLoad.RunAsync();
        }

        if (Wants("disk"))
        {
            await DiskLoad.RunAsync();
        }

        if (Wants("budget"))
        {
            await BudgetLoad.RunAsync();
        }

        if (Wants("joins"))
        {
            await JoinLoad.RunAsync();
        }

        if (Wants("accounts"))
        {
            await AccountLoad.RunAsync();
        }

        if (Wants("workspaces"))
        {
            await WorkspaceLoad.RunAsync();
        }

        if (Wants("search"))
        {
            await SearchLoad.RunAsync();
        }

        if (Wants("census"))
        {
            await CensusLoad.RunAsync(100_000);
            await CensusLoad.RunAsync(1_000_000);
        }

        bool Wants(string part) => only.Length == 0 || only.Contains(part, StringComparer.Ordinal);
    }

    /// <summary>Durable acknowledged ingest against the bare loop; the better of three rounds of each, taken in turn.</summary>
    private static async Task IngestAsync()
    {
        const int profiles = 100_000;
        await using var load = await LoadGrid.OpenAsync(profiles);
        var (grid, bare) = (0.0, 0.0);
        for (var round = 1; round <= 3; round++)
        {
            var batches = LoadSignals.Batches(Signals, profiles, round);
            var before = load.Grid.Engine.Context.Writer.Commits;
            GC.Collect();
            var processor = Environment.CpuUsage.TotalTime;
            var (allocated, paused) = (GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration());
            var rate = Signals / (await load.SendAsync(batches)).TotalSeconds;
            var worked = Environment.CpuUsage.TotalTime - processor;
            allocated = (GC.GetTotalAllocatedBytes() - allocated) / Signals;
            paused = GC.GetTotalPauseDuration() - paused;
            var commits = load.Grid.Engine.Context.Writer.Commits - before;
            processor = Environment.CpuUsage.TotalTime;
            var yardstick = Signals / BareLoop.Run(batches, profiles, commits).TotalSeconds;
            var looped = Environment.CpuUsage.TotalTime - processor;
            Print($"  round {round}: grid {rate:N0}/s in {commits} commits, {worked.TotalMicroseconds / Signals:F2} us of processor and {allocated} B a signal, collector paused {paused.TotalMilliseconds:F0} ms; bare loop {yardstick:N0}/s, {looped.TotalMicroseconds / Signals:F2} us");
            (grid, bare) = (Math.Max(grid, rate), Math.Max(bare, yardstick));
        }

        Print($"ingest: {grid:N0} signals/s durable and acknowledged; bare loop {bare:N0}/s; ratio {grid / bare:F2} (reach >= 0.5 and >= 100,000/s)");
    }

    /// <summary>What each further profile holds: the buffers of the engine itself are the same for few and many.</summary>
    private static async Task MemoryAsync()
    {
        const int few = 20_000;
        const int many = 120_000;
        var held = await HeldAsync(few);
        var bytes = (await HeldAsync(many) - held) / (double)(many - few);
        Print($"memory: {bytes:N0} managed bytes per warm profile with 10 measures and 10 signals (reach <= 2,048)");
    }

    private static async Task<long> HeldAsync(int profiles)
    {
        var before = await SettledMemoryAsync();
        await using var load = await LoadGrid.OpenAsync(profiles);
        await load.SendAsync(LoadSignals.Batches(profiles * 10, profiles, 7));
        await load.Grid.SettleAsync(default);
        return await SettledMemoryAsync() - before;
    }

    /// <summary>What is held when nothing that has just ended is still in reach of a task or a finalizer.</summary>
    private static async Task<long> SettledMemoryAsync()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(200);
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>The cost of a signal at few and at many profiles, then the listing of a segment that all of them are in.</summary>
    private static async Task ScaleAsync()
    {
        const int few = 10_000;
        const int many = 1_000_000;
        await using var small = await LoadGrid.OpenAsync(few);
        await using var large = await LoadGrid.OpenAsync(many);
        var (best, bestLarge) = (double.MaxValue, double.MaxValue);
        for (var round = 1; round <= 3; round++)
        {
            best = Math.Min(best, await CostAsync(small, few, round));
            bestLarge = Math.Min(bestLarge, await CostAsync(large, many, round));
        }

        Print($"scale: {best:F2} us a signal at {few:N0} profiles, {bestLarge:F2} us at {many:N0}; ratio {bestLarge / best:F2} (reach <= 1.3)");
        await ListAsync(large.Grid);
    }

    private static async Task<double> CostAsync(LoadGrid load, int profiles, int round)
    {
        var batches = LoadSignals.Batches(Signals / 2, profiles, 100 + round);
        GC.Collect();
        var elapsed = await load.SendAsync(batches);
        Print($"  round {round}: {profiles:N0} profiles, {elapsed.TotalMicroseconds * 2 / Signals:F2} us a signal");
        return elapsed.TotalMicroseconds * 2 / Signals;
    }

    private static async Task ListAsync(EmbeddedGrid grid)
    {
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        var members = 0L;
        var watch = new System.Diagnostics.Stopwatch();
        string? cursor = null;
        do
        {
            watch.Start();
            var page = (await grid.MembersAsync("everyone", cursor, 10_000, default))!;
            watch.Stop();
            members += page.Members.Count;
            cursor = page.Next;
            if (members % 100_000 == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - start);
            }
        }
        while (cursor is not null);

        Print($"members: {members:N0} listed in {watch.Elapsed.TotalSeconds:F2} s (reach <= 1 s), at most {peak / 1024.0 / 1024.0:F1} MB more held while listing");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
