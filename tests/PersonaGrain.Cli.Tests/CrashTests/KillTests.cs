using System.Net;
using System.Text;
using System.Text.Json;
using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.CrashTests;

public sealed class KillTests
{
    private const int Kills = 8;
    private const int Senders = 4;
    private const int Profiles = 800;

    /// <summary>What one sender sends in one round, so that all rounds together fit the profiles' timelines.</summary>
    private const int BatchesOfARound = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Serve_killed_again_and_again_under_load_keeps_every_acknowledged_signal_once_and_no_other_twice()
    {
        using var folder = new TemporaryFolder();
        var cramped = folder.File("cramped.json");
        await File.WriteAllTextAsync(cramped, """{ "PersonaGrain": { "Engine": { "MemoryMegabytes": 0 } } }""");
        var random = new Random(20);
        var sent = new SentSignals(Profiles, seed: 20);
        for (var round = 0; round < Kills; round++)
        {
            // Without memory profiles come and go all the time, by snapshots that the next crash must be able to rely on.
            using var server = await ServedProcess.StartAsync(folder.Path, round % 2 == 0 ? [] : ["--config", cramped]);
            await LoadAndKillAsync(server, sent, TimeSpan.FromMilliseconds(random.Next(150)));
        }

        using var last = await ServedProcess.StartAsync(folder.Path);
        var found = await FoundAsync(last);

        found.Count.ShouldBe(found.Distinct().Count(), "an id was counted twice");
        found.ToHashSet().IsSupersetOf(sent.Acknowledged).ShouldBeTrue($"lost: {string.Join(", ", sent.Acknowledged.Except(found).Take(10))}");
        found.ShouldAllBe(id => sent.Profiles.ContainsKey(id));
        sent.Acknowledged.Count.ShouldBeGreaterThan(Kills * 100, "the load was too small to prove anything");
        (await last.TerminateAsync()).ShouldBe(0, last.Error);
    }

    /// <summary>Sends from several threads and kills the server in the middle of it, some time after its first answer.</summary>
    private static async Task LoadAndKillAsync(ServedProcess server, SentSignals sent, TimeSpan more)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        var answered = sent.NextAnswer();
        var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(() => SendAsync(client, sent))).ToArray();

        await answered.WaitAsync(Patience);

        // The moment of death is random; it is no wait for anything.
        await Task.Delay(more);
        await server.KillAsync();
        await Task.WhenAll(senders).WaitAsync(Patience);
        server.Faults.ShouldBeNullOrWhiteSpace();
    }

    private static async Task SendAsync(HttpClient client, SentSignals sent)
    {
        for (var count = 0; count < BatchesOfARound && sent.Next() is { } batch; count++)
        {
            try
            {
                using var content = new StringContent(batch.Body, Encoding.UTF8, "application/x-ndjson");
                using var answer = await client.PostAsync(new Uri("/v1/signals", UriKind.Relative), content);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    text.ShouldContain("\"rejectedTotal\":0");
                    sent.Acknowledge(batch);
                }
                else
                {
                    answer.StatusCode.ShouldBeOneOf(HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable);
                    sent.Lose(batch);
                }
            }
            catch (HttpRequestException)
            {
                sent.Lose(batch);
                return;
            }
        }
    }

    /// <summary>Every id in every timeline; a profile's own count must be that of its timeline.</summary>
    private static async Task<List<string>> FoundAsync(ServedProcess server)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        var found = new List<string>();
        for (var profile = 0; profile < Profiles; profile++)
        {
            using var answer = await client.GetAsync(new Uri($"/v1/profiles/p{profile}", UriKind.Relative));
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                continue;
            }

            var signals = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("signals").GetInt32();
            var timeline = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/v1/profiles/p{profile}/timeline?limit=100", UriKind.Relative)));
            var ids = timeline.RootElement.GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("id").GetString()!).ToList();
            ids.Count.ShouldBe(signals, $"p{profile}");
            found.AddRange(ids);
        }

        return found;
    }
}
