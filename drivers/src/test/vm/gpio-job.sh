#!/bin/sh
# In the machine: our user, our udev rules, the chips; then the checks, as root and as that user in the daemon's own unit.
. vm/sandbox.sh
checks="$java dev.darkbox.device.gpio.GuestJob"

cp darkbox-gpio.rules /etc/udev/rules.d/60-darkbox-gpio.rules && udevadm control --reload

# a chip with the label and the line names of a Pi 5's header
modprobe gpio-sim
bank=/sys/kernel/config/gpio-sim/header/bank0
mkdir -p $bank
echo 28 > $bank/num_lines
echo pinctrl-rp1 > $bank/label
for line in $(seq 0 27); do mkdir -p $bank/line$line; echo GPIO$line > $bank/line$line/name; done
echo 1 > /sys/kernel/config/gpio-sim/header/live
modprobe fakepwm
udevadm settle
ls -l /dev/gpiochip0 /sys/class/pwm/pwmchip0/export
mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing
# somebody else's line
gpioset --mode=signal --background gpiochip0 9=1

$checks crash
$checks root

# the world outside the pins is moved by the checks themselves
chmod a+w /sys/devices/platform/gpio-sim.0/gpiochip0/sim_gpio*/pull
for channel in 0 2; do echo $channel > /sys/class/pwm/pwmchip0/unexport; done
sandboxed $checks user
echo "# $(id darkbox)"
dmesg | grep 'fakepwm' | tail -n 5
