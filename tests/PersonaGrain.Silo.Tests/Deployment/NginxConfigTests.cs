using PersonaGrain.Gateway;

namespace PersonaGrain.Silo.Tests.Deployment;

/// <summary>nginx lets through what the gateways take, and repeats nothing that could count twice.</summary>
public sealed class NginxConfigTests
{
    private static readonly NginxConfig Config = NginxConfig.Read();
    private static readonly GatewayOptions Gateway = new();

    [Fact]
    public void Bodies_may_be_as_large_as_at_the_gateways()
    {
        Config.MaximumBody("/v1/batch").ShouldBe(Gateway.MaximumBatchBytes);
        Config.MaximumBody("/v1/track").ShouldBeGreaterThanOrEqualTo(Gateway.MaximumEventBytes);
        Config.MaximumBody("/v1/signals").ShouldBe(Gateway.MaximumSignalStreamBytes);
        Config.MaximumBody("/v1/catalog").ShouldBe(Gateway.MaximumDocumentBytes);
        Config.MaximumBody("/v1/catalog/preview").ShouldBe(Gateway.MaximumDocumentBytes);
        Config.MaximumBody("/v1/catalog/validate").ShouldBe(Gateway.MaximumDocumentBytes);
        Config.MaximumBody("/v1/profiles/ann/decide").ShouldBe(Gateway.MaximumDocumentBytes);
    }

    [Fact]
    public void Events_are_passed_on_at_once_for_as_long_as_the_reader_stays()
    {
        var events = Config.LocationOf("/v1/events");

        events.ShouldContain("proxy_buffering off;");
        events.ShouldContain("proxy_read_timeout 1h;");
        Gateway.Heartbeat.ShouldBeLessThan(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Requests_that_may_have_counted_are_not_repeated()
    {
        Config.Text.ShouldContain("proxy_next_upstream error timeout http_503;");
        Config.Text.ShouldNotContain("non_idempotent");
    }

    [Fact]
    public void Gateways_answer_before_nginx_gives_up() =>
        Config.Text.ShouldContain($"proxy_read_timeout {(int)(Gateway.GridTimeout * 3).TotalSeconds}s;");

    [Fact]
    public void Pages_keep_to_one_gateway_by_a_connection_that_stays_open()
    {
        var connection = Config.LocationOf("^/_blazor");

        connection.ShouldContain("proxy_set_header Upgrade $http_upgrade;");
        connection.ShouldContain("proxy_read_timeout 1h;");
        connection.ShouldContain("proxy_pass http://pages;");
        Config.Text.ShouldContain("hash $remote_addr consistent;");
    }

    [Fact]
    public void Gateways_see_where_they_were_asked_with_the_port_so_that_sdks_are_sent_there() =>
        Config.Text.ShouldContain("proxy_set_header Host $http_host;");

    [Fact]
    public void Names_of_gateways_are_looked_up_while_it_runs()
    {
        Config.Text.ShouldContain("resolver 127.0.0.11 ");
        Config.Text.ShouldContain($"server {Config.Servers.ShouldHaveSingleItem()} resolve ");
        Config.Text.ShouldContain("zone gateways ");
    }
}
