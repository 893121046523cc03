using PersonaGrain.Gateway.Browsers;

namespace PersonaGrain.Gateway.Tests.Browsers;

public sealed class PageOriginTests
{
    [Theory]
    [InlineData("https://www.shop.example", "https://www.shop.example", true)]
    [InlineData("https://www.shop.example", "https://WWW.shop.example", true)]
    [InlineData("https://www.shop.example", "https://www.shop.example:443", true)]
    [InlineData("https://www.shop.example/", "https://www.shop.example", true)]
    [InlineData("https://www.shop.example", "http://www.shop.example", false)]
    [InlineData("https://www.shop.example", "https://www.shop.example:8443", false)]
    [InlineData("https://www.shop.example", "https://shop.example", false)]
    [InlineData("https://*.shop.example", "https://www.shop.example", true)]
    [InlineData("https://*.shop.example", "https://a.b.shop.example", true)]
    [InlineData("https://*.shop.example", "https://shop.example", false)]
    [InlineData("https://*.shop.example", "https://evilshop.example", false)]
    [InlineData("https://*.shop.example", "https://www.shop.example.evil.example", false)]
    [InlineData("https://*.shop.example:8443", "https://www.shop.example:8443", true)]
    [InlineData("https://www.shop.example", "null", false)]
    [InlineData("https://www.shop.example", "file://", false)]
    [InlineData("*", "https://anything.example", true)]
    [InlineData("*", "null", true)]
    public void Allows_what_is_configured(string configured, string page, bool allowed) =>
        new PageOrigins(new GatewayOptions { Keys = { Write = { "w" } }, Cors = { Origins = { configured } } }).Allows(page).ShouldBe(allowed);

    [Theory]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://127.0.0.1", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://localhost.evil.example", false)]
    [InlineData("https://www.shop.example", false)]
    public void Allows_pages_of_this_machine_where_nothing_is_configured_and_no_key_is_needed(string page, bool allowed)
    {
        new PageOrigins(new GatewayOptions()).Allows(page).ShouldBe(allowed);
        new PageOrigins(new GatewayOptions { Keys = { Write = { "w" } } }).Allows(page).ShouldBeFalse();
        new PageOrigins(new GatewayOptions { Cors = { Origins = { "https://other.example" } } }).Allows(page).ShouldBeFalse();
    }
}
