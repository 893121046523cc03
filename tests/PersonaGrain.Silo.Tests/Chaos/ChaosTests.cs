using System.Diagnostics;
using System.Globalization;
using PersonaGrain.Testing.Postgres;
using Xunit.Abstractions;

namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>A cluster under steady load whose parts are lost, replaced and restarted, one after the other.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>Names the seed of the load, to send the same again.</summary>
    private const string SeedVariable = "PERSONAGRAIN_CHAOS_SEED";

    /// <summary>Promised are 10 s; the rest is for machines that are busy with other things.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly long _began = Stopwatch.GetTimestamp();

    [PostgresFact]
    public async Task Cluster_loses_and_repeats_nothing_whatever_part_of_it_is_lost_or_replaced_under_load()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1, 1_000_000);
        Tell($"seed {seed}; {SeedVariable}={seed} sends the same signals");
        using var cluster = await ChaosCluster.StartAsync();
        await using var load = new ChaosLoad(cluster.Gateways, seed);
        try
        {
            await load.UntilSteadyAsync();
            await LoseAsync(cluster, load);
            await ReplaceAsync(cluster, load);
            await load.EndAsync();
            Tell($"load ended: {load.Batches} batches, {load.Ledger.Count} signals acknowledged, {load.Ledger.Attempts.Count} requests, " +
                 $"{load.Ledger.Attempts.Count(attempt => attempt.Failure is not null)} of them failed and were sent again");
            await JudgeAsync(cluster, load);
        }
        catch
        {
            output.WriteLine(cluster.Tell());
            throw;
        }
    }

    private async Task LoseAsync(ChaosCluster cluster, ChaosLoad load)
    {
        await StepAsync(load, "killed a silo and started another", cluster.LoseSiloAsync);
        await StepAsync(load, "restarted PostgreSQL", cluster.Database.RestartAsync);
        await StepAsync(load, "killed another silo and started one", cluster.LoseSiloAsync);
        await StepAsync(load, "crashed PostgreSQL", cluster.Database.CrashAsync);
    }

    private async Task ReplaceAsync(ChaosCluster cluster, ChaosLoad load)
    {
        while (!await IsUndisturbedAsync(cluster, load, "ended a silo and started another", cluster.ReplaceSiloAsync, gateways: [0, 1]))
        {
        }

        await IsUndisturbedAsync(cluster, load, "ended a gateway", () => cluster.EndGatewayAsync(0), gateways: [1]);
    }

    /// <summary>Does something during which no request may fail, nor a gateway not be ready, nor the events of one break.</summary>
    /// <returns>Whether it could be judged: not where a silo that was only slow was taken for lost meanwhile, which is a loss that requests may fail by.</returns>
    private async Task<bool> IsUndisturbedAsync(ChaosCluster cluster, ChaosLoad load, string what, Func<Task> action, int[] gateways)
    {
        if (await cluster.ReplaceFallenAsync() is var fallen and > 0)
        {
            Tell($"{fallen} silos that were only slow had been taken for lost and had ended");
            await load.UntilSteadyAsync();
        }

        var losses = gateways.Select(load.Balancer.LossesOf).ToArray();
        var breaks = load.Breaks;
        List<string> faults = [.. await load.FailuresDuringAsync(action)];
        if (!gateways.Select(load.Balancer.LossesOf).SequenceEqual(losses))
        {
            faults.Add("a gateway that stayed was not ready meanwhile");
        }

        if (gateways.Length > 1 && load.Breaks != breaks)
        {
            faults.Add("a stream of events broke meanwhile");
        }

        if (faults.Count > 0 && await cluster.HasFallenAsync())
        {
            Tell($"{what}; a silo that was only slow was taken for lost meanwhile, and nothing is judged by that");
            return false;
        }

        faults.ShouldBeEmpty(what);
        Tell($"{what}: no request failed");
        return true;
    }

    private async Task JudgeAsync(ChaosCluster cluster, ChaosLoad load)
    {
        var ended = Stopwatch.GetTimestamp();
        ChaosVerdict[] verdicts = [.. load.Watches.Select(watch => new ChaosVerdict(cluster.Gateways[1].Http, load.Ledger, watch))];
        await EventuallyAsync(verdicts[0].SegmentsAsync);
        Tell($"every segment equalled the fold of its events {Seconds(ended)} after the load ended");
        await EventuallyAsync(() => Task.FromResult(verdicts.SelectMany(verdict => verdict.Passed()).ToList()));
        Tell($"everything that time alone changes had happened {Seconds(ended)} after the load ended; " +
             $"the latest trigger was heard of {load.Watches.Max(watch => watch.Latest).TotalSeconds:F1} s after its instant");
        foreach (var verdict in verdicts)
        {
            await EventuallyAsync(verdict.SegmentsAsync);
        }

        (await verdicts[0].ProfilesAsync()).ShouldBeEmpty();
        (await verdicts[1].SegmentsAsync()).ShouldBeEmpty("reading profiles changed segments");
        load.Ledger.Odd.ShouldBeEmpty();
        load.Watches.SelectMany(watch => watch.Faults).ShouldBeEmpty();
        Tell($"{load.Ledger.Profiles.Count} profiles and {load.Watches[0].Seen} events are as they should be; streams of events broke {load.Breaks} times");
    }

    private async Task StepAsync(ChaosLoad load, string what, Func<Task> action)
    {
        var began = Stopwatch.GetTimestamp();
        await action();
        await load.UntilSteadyAsync();
        Tell($"{what}; served as before after {Seconds(began)}");
    }

    /// <summary>Waits until no difference is left.</summary>
    private static async Task EventuallyAsync(Func<Task<List<string>>> differences)
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var found = await differences(); found.Count > 0; found = await differences())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                found.ShouldBeEmpty();
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private void Tell(string what) => output.WriteLine($"{Seconds(_began)} {what}");

    private static string Seconds(long began) => $"{Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s";
}
