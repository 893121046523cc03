using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>Compares what the cluster has in the end with what was sent and what was watched. Names every difference.</summary>
internal sealed class ChaosVerdict(HttpClient http, ChaosLedger ledger, EventWatch watch)
{
    private const int Timeline = 100;
    private const int AtOnce = 8;

    /// <summary>Segments against the events: the list of members, and the counts. Touches no profile.</summary>
    public async Task<List<string>> SegmentsAsync()
    {
        var faults = new List<string>();
        foreach (var segment in ChaosCatalog.Segments)
        {
            var (watched, entered, exited) = watch.Of(segment);
            var members = await MembersAsync(segment);
            faults.AddRange(members.Except(watched).Select(member => $"{segment} has {member}, unlike the events"));
            faults.AddRange(watched.Except(members).Select(member => $"{segment} lacks {member}, unlike the events"));
            var view = (await http.GetFromJsonAsync<JsonNode>("v1/segments/" + segment))!;
            var (count, totalEntered, totalExited) = (Number(view, "count"), Number(view, "entered"), Number(view, "exited"));
            if ((count, totalEntered, totalExited) != (members.Length, entered, exited))
            {
                faults.Add($"{segment} counts {count} (+{totalEntered} −{totalExited}); {members.Length} are listed, and events say +{entered} −{exited}");
            }
        }

        return faults;
    }

    /// <summary>What time alone changes: everybody left the passing segments, and each cart that was left alone was told of once, at its instant.</summary>
    public List<string> Passed()
    {
        var faults = ChaosCatalog.Passing.Where(segment => watch.Of(segment).Members.Length > 0).Select(segment => $"{segment} still has members").ToList();
        var fired = watch.Fired;
        foreach (var cart in ledger.Profiles.Where(profile => profile.StartsWith("quiet-", StringComparison.Ordinal)).SelectMany(ledger.AcknowledgedOf))
        {
            if (!fired.TryGetValue(cart.Profile, out var at))
            {
                faults.Add($"the trigger did not fire for {cart.Profile}");
            }
            else if (DateTime.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) != cart.Time + ChaosCatalog.Patience)
            {
                faults.Add($"the trigger fired for {cart.Profile} at {at}, whose cart was filled at {cart.Time:O}");
            }
        }

        return faults;
    }

    /// <summary>Profiles against what was acknowledged, and against the segments.</summary>
    public async Task<List<string>> ProfilesAsync()
    {
        var belongings = ChaosCatalog.Segments
            .SelectMany(segment => watch.Of(segment).Members.Select(member => (member.Profile, Membership: $"{segment} {member.Since} {member.Version}")))
            .ToLookup(one => one.Profile, one => one.Membership);
        var faults = new List<string>();
        foreach (var profiles in ledger.Profiles.Chunk(AtOnce))
        {
            faults.AddRange((await Task.WhenAll(profiles.Select(profile => ProfileAsync(profile, belongings[profile])))).SelectMany(found => found));
        }

        return faults;
    }

    private async Task<List<string>> ProfileAsync(string profile, IEnumerable<string> belongings)
    {
        var (sent, open, fired) = (ledger.AcknowledgedOf(profile), ledger.OpenOf(profile), watch.FiringsOf(profile));
        var faults = new List<string>();
        faults.AddRange(await PeopleAsync());
        using var answer = await http.GetAsync("v1/profiles/" + profile);
        if (!answer.IsSuccessStatusCode)
        {
            return sent.Count == 0 ? faults : [$"{profile} is answered {(int)answer.StatusCode}"];
        }

        var view = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Between(Number(view, "signals"), sent.Count + fired, open.Count, $"{profile} signals");
        Between(view["traits"]!["total"]?.GetValue<double>() ?? 0, sent.Sum(Value), open.Sum(Value), $"{profile} total of payments");
        var memberships = view["memberships"]!.AsArray().Select(one => $"{one!["segment"]} {one["since"]} {one["version"]}").ToArray();
        if (!memberships.ToHashSet().SetEquals(belongings))
        {
            faults.Add($"{profile} is in [{string.Join(", ", memberships)}], segments have it in [{string.Join(", ", belongings)}]");
        }

        await CheckTermsAsync();
        await CheckTimelineAsync();
        return faults;

        void Between(double found, double least, double more, string what)
        {
            if (found < least || found > least + more)
            {
                faults.Add($"{what}: {found}, not {least}{(more > 0 ? $" to {least + more}" : string.Empty)}");
            }
        }

        // Any identity reads the person, and those of it that only point hold none.
        async Task<string[]> PeopleAsync()
        {
            if (!profile.StartsWith("crowd-", StringComparison.Ordinal))
            {
                return [];
            }

            var identities = ChaosPeople.IdentitiesOf(int.Parse(profile.AsSpan("crowd-".Length), CultureInfo.InvariantCulture));
            var read = await Task.WhenAll(identities.Select(async identity => (await http.GetFromJsonAsync<JsonNode>("v1/profiles/" + identity))!["id"]!.GetValue<string>()));
            return [.. identities.Zip(read).Where(one => one.Second != profile).Select(one => $"{one.First} reads {one.Second}")];
        }

        async Task CheckTermsAsync()
        {
            var explained = (await http.GetFromJsonAsync<JsonNode>($"v1/profiles/{profile}/scores?explain=true"))!;
            foreach (var term in explained["scores"]![0]!["terms"]!.AsArray())
            {
                var type = term!["measure"]!.GetValue<string>() == "clicks" ? "clicked" : "paid";
                Between(Number(term, "occurrences"), sent.Count(signal => signal.Type == type), open.Count(signal => signal.Type == type), $"{profile} {type}");
            }
        }

        async Task CheckTimelineAsync()
        {
            var entries = (await http.GetFromJsonAsync<JsonNode>($"v1/profiles/{profile}/timeline?limit={Timeline}"))!["signals"]!.AsArray();
            var found = entries.Select(entry => entry!["id"]!.GetValue<string>()).Where(id => !id.StartsWith("trigger:", StringComparison.Ordinal)).ToArray();
            var known = sent.Concat(open).ToDictionary(signal => signal.Id);
            faults.AddRange(found.CountBy(id => id).Where(id => id.Value > 1).Select(id => $"{profile} has signal {id.Key} {id.Value} times"));
            faults.AddRange(found.Except(known.Keys).Select(id => $"{profile} has signal {id} that nobody sent"));
            faults.AddRange(entries
                .Where(entry => known.TryGetValue(entry!["id"]!.GetValue<string>(), out var signal) && entry["value"]?.GetValue<double>() is var value && value != signal.Value)
                .Select(entry => $"{profile} has another signal: {entry!.ToJsonString()}"));
            if (sent.Count + open.Count + fired <= Timeline)
            {
                faults.AddRange(sent.Select(signal => signal.Id).Except(found).Select(id => $"{profile} lost signal {id}"));
            }
        }
    }

    private async Task<Belonging[]> MembersAsync(string segment)
    {
        var members = new List<Belonging>();
        string? cursor = null;
        do
        {
            var page = (await http.GetFromJsonAsync<JsonNode>($"v1/segments/{segment}/members?limit=1000{(cursor is null ? string.Empty : "&cursor=" + cursor)}"))!;
            members.AddRange(page["members"]!.AsArray().Select(one =>
                new Belonging(one!["profile"]!.GetValue<string>(), one["since"]!.GetValue<string>(), one["version"]!.GetValue<int>())));
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);
        return [.. members];
    }

    private static double Value(SentSignal signal) => signal.Value ?? 0;

    private static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();
}
