using PersonaGrain.Time;

namespace PersonaGrain.Cli.Tests.RealData;

/// <summary>Compares a store with the brute-force history, as the commands show it.</summary>
internal static class RetailComparison
{
    /// <summary>Every segment's counts of members, entered and exited as of each time, and who the members are as of the first and of the last.</summary>
    public static async Task CompareAsync(string data, BruteForceHistory history, params DateTime[] times)
    {
        foreach (var time in times)
        {
            var at = new Instant(time.Ticks).ToString();
            var segments = (await PersonaRun.DoneAsync("segments", "--data", data, "--at", at, "--json")).Json;
            foreach (var segment in BruteForceCustomer.Segments.Keys)
            {
                var expected = history.At(segment, time);
                var shown = segments.GetProperty("segments").EnumerateArray().Single(element => element.GetProperty("id").GetString() == segment);
                (shown.GetProperty("count").GetInt32(), shown.GetProperty("entered").GetInt32(), shown.GetProperty("exited").GetInt32())
                    .ShouldBe((expected.Members.Count, expected.Entered, expected.Exited), $"{segment} as of {at}");

                if (time != times[0] && time != times[^1])
                {
                    continue;
                }

                var members = (await PersonaRun.DoneAsync("export", segment, "--data", data, "--at", at, "--json")).JsonLines
                    .Select(member => member.GetProperty("profile").GetString()!);
                members.ShouldBe(expected.Members, ignoreOrder: true, $"{segment} as of {at}");
            }
        }
    }
}
