using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PersonaGrain.Silo.Tests;

/// <summary><c>silo --config local</c>: one process for development.</summary>
public sealed class LocalSiloTests
{
    private static readonly Dictionary<string, string> Draining = new() { ["PersonaGrain__DrainDelay"] = "00:00:03" };

    [Fact]
    public async Task Local_silo_takes_signals_and_answers_for_profiles()
    {
        using var silo = await SiloRun.StartAsync(new Dictionary<string, string>(), "--config", "local");
        await silo.WaitUntilReadyAsync();

        await silo.SendAsync($$"""{"id":"1","profile":"ada","type":"product_viewed","time":"{{DateTime.UtcNow:O}}"}""");

        var profile = await silo.Http.GetFromJsonAsync<JsonObject>("v1/profiles/ada");
        profile.ShouldNotBeNull()["signals"]!.GetValue<long>().ShouldBe(1);
        (await silo.Http.GetAsync("health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await silo.Http.GetAsync("v1/profiles/nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Local_silo_without_keys_answers_to_names_of_this_machine_and_to_configured_ones_alone()
    {
        using var silo = await SiloRun.StartAsync(new Dictionary<string, string> { ["AllowedHosts"] = "grid.test" }, "--config", "local");

        (await StatusAsync("localhost")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("grid.test")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("rebound.example")).ShouldBe(HttpStatusCode.BadRequest);

        async Task<HttpStatusCode> StatusAsync(string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "health/live");
            request.Headers.Host = host;
            using var answer = await silo.Http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Profiles_that_come_to_memory_are_no_news_to_the_log()
    {
        const int Profiles = 1_000;
        using var silo = await SiloRun.StartAsync(new Dictionary<string, string>(), "--config", "local");
        await silo.WaitUntilReadyAsync();

        await silo.SendAsync([.. Enumerable.Range(0, Profiles)
            .Select(index => $$"""{"id":"1","profile":"visitor-{{index}}","type":"product_viewed","time":"{{DateTime.UtcNow:O}}"}""")]);

        (await silo.Http.GetFromJsonAsync<JsonObject>("v1/profiles/visitor-999")).ShouldNotBeNull()["signals"]!.GetValue<long>().ShouldBe(1);
        silo.Terminate();
        (await silo.ExitAsync()).ShouldBe(0);

        // Warnings are another thing: on a machine that is short of processors calls take too long, and that is told.
        silo.Output.Split('\n').Count(static line => line.StartsWith("info: ", StringComparison.Ordinal)).ShouldBeLessThan(50, silo.Output);
    }

    [Fact]
    public async Task Terminated_silo_serves_on_while_it_says_that_it_is_not_ready_and_ends_cleanly()
    {
        using var silo = await SiloRun.StartAsync(Draining, "--config", "local");
        await silo.WaitUntilReadyAsync();

        silo.Terminate();

        await silo.WaitUntilReadyAsync(ready: false);
        await silo.SendAsync($$"""{"id":"1","profile":"ada","type":"product_viewed","time":"{{DateTime.UtcNow:O}}"}""");
        (await silo.ExitAsync()).ShouldBe(0);
    }
}
