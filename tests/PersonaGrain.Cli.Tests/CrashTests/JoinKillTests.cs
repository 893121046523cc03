using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.CrashTests;

/// <summary><c>persona serve</c> is killed while it joins people and parts them: each change is whole or was never there, and what was acknowledged stays.</summary>
public sealed class JoinKillTests
{
    private const int Kills = 6;
    private const int PairsOfARound = 40;
    private const int SignalsOfAnIdentity = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Serve_killed_while_it_joins_people_leaves_no_join_half_done()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(6);
        var (joined, parted) = (new ConcurrentDictionary<string, bool>(), new ConcurrentDictionary<string, bool>());
        for (var round = 0; round < Kills; round++)
        {
            using var server = await ServedProcess.StartAsync(folder.Path);
            using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
            await SendAsync(client, round);
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var changing = Enumerable.Range(0, 2).Select(half => Task.Run(() => ChangeAsync(client, round, half, joined, parted, first))).ToArray();
            await first.Task.WaitAsync(Patience);

            // The moment of death is random; it is no wait for anything.
            await Task.Delay(random.Next(40));
            await server.KillAsync();
            await Task.WhenAll(changing).WaitAsync(Patience);
            server.Faults.ShouldBeNullOrWhiteSpace();
        }

        using var last = await ServedProcess.StartAsync(folder.Path);
        using var reader = new HttpClient { BaseAddress = new Uri(last.Address) };
        var found = new List<bool>();
        foreach (var pair in Enumerable.Range(0, Kills).SelectMany(Pairs))
        {
            var (visitor, user) = (await ReadAsync(reader, $"anonymous:{pair}"), await ReadAsync(reader, pair));
            var isJoined = visitor.Id == user.Id;
            (visitor.Signals, user.Signals).ShouldBe(isJoined ? (2 * SignalsOfAnIdentity, 2 * SignalsOfAnIdentity) : (SignalsOfAnIdentity, SignalsOfAnIdentity), pair);
            isJoined.ShouldBeOneOf(parted.ContainsKey(pair) ? [false] : joined.ContainsKey(pair) && !IsParting(pair) ? [true] : [true, false]);
            found.Add(isJoined);
        }

        found.ShouldContain(true);
        found.ShouldContain(false);
        joined.Count.ShouldBeGreaterThan(Kills, "too little was joined to prove anything");
        (await last.TerminateAsync()).ShouldBe(0, last.Error);
    }

    private static IEnumerable<string> Pairs(int round) => Enumerable.Range(0, PairsOfARound).Select(pair => $"ann-{round}-{pair}");

    /// <summary>Every fifth pair is parted again.</summary>
    private static bool IsParting(string pair) => pair.EndsWith('0') || pair.EndsWith('5');

    private static async Task SendAsync(HttpClient client, int round)
    {
        var body = new StringBuilder();
        foreach (var identity in Pairs(round).SelectMany(static pair => new[] { pair, $"anonymous:{pair}" }))
        {
            for (var signal = 0; signal < SignalsOfAnIdentity; signal++)
            {
                body.AppendLine($$"""{ "profile": "{{identity}}", "type": "product_viewed", "id": "{{identity}}-{{signal}}", "time": "2026-03-01T00:00:00Z" }""");
            }
        }

        using var content = new StringContent(body.ToString(), Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri("/v1/signals", UriKind.Relative), content);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"rejectedTotal\":0");
    }

    private static async Task ChangeAsync(
        HttpClient client, int round, int half, ConcurrentDictionary<string, bool> joined, ConcurrentDictionary<string, bool> parted, TaskCompletionSource first)
    {
        foreach (var pair in Pairs(round).Skip(half * PairsOfARound / 2).Take(PairsOfARound / 2))
        {
            if (!await TryPostAsync(client, "/v1/identities/link", new { identities = new[] { $"anonymous:{pair}", $"user:{pair}" } }))
            {
                return;
            }

            joined[pair] = true;
            first.TrySetResult();
            if (IsParting(pair))
            {
                if (!await TryPostAsync(client, "/v1/identities/unlink", new { identity = $"anonymous:{pair}" }))
                {
                    return;
                }

                parted[pair] = true;
            }
        }
    }

    /// <summary>Asks for a change; false where the server is gone.</summary>
    private static async Task<bool> TryPostAsync(HttpClient client, string path, object body)
    {
        try
        {
            using var answer = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<(string Id, int Signals)> ReadAsync(HttpClient client, string identity)
    {
        using var profile = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/v1/profiles/{identity}", UriKind.Relative)));
        return (profile.RootElement.GetProperty("id").GetString()!, profile.RootElement.GetProperty("signals").GetInt32());
    }
}
