namespace PersonaGrain.Gateway.Tests;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0", null)]
    [InlineData("http://127.0.0.1:65535;https://localhost:5081", null)]
    [InlineData("http://127.0.0.1:65536", "has no port from 0 to 65535")]
    [InlineData("http://127.0.0.1:5080;http://[::1]:-5", "'http://[::1]:-5' has no port")]
    [InlineData("foo", "is not an address")]
    [InlineData("ftp://localhost:1", "is not http or https")]
    [InlineData("http://127.0.0.1:5080/", null)]
    [InlineData("http://127.0.0.1:5080/grid", "'http://127.0.0.1:5080/grid' has a path")]
    [InlineData("", "no address is given")]
    [InlineData("http://example.org:5080", "no key is configured")]
    public void Fault_says_what_is_wrong(string urls, string? fault)
    {
        var found = ListenAddresses.Fault(urls, hasKeys: false);

        if (fault is null)
        {
            found.ShouldBeNull();
        }
        else
        {
            found.ShouldNotBeNull().ShouldContain(fault);
        }
    }
}
