using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PersonaGrain.Dashboard.Access;

/// <summary>Of a page whose key was taken away, or whose workspace is gone, nothing that its reader does is carried out any more.</summary>
internal sealed class SessionCircuitHandler(Session session) : CircuitHandler
{
    private bool _isBegun;

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async activity =>
    {
        // The first activity is what begins the session. What is left undone is not answered with a fault: that would end the connection, by which the page is led to the form.
        if (_isBegun && !session.IsOpen)
        {
            return;
        }

        await next(activity);
        _isBegun = true;
    };
}
